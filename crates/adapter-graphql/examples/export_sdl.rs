//! Prints the schema in the schema definition language; `cargo xtask codegen` commits what it prints.

use std::io::{self, Write};

fn main() -> io::Result<()> {
    io::stdout().write_all(adapter_graphql::sdl().as_bytes())
}
