//! How many connections the operating system lets this process have.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Raises the limit on open files as far as this process may: shells and service managers commonly start with 1,024, so
/// that programs which wait by an old system call keep working. Tells the limit, where there is one.
pub fn raise_limit() -> Option<u64> {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current == maximum {
        return current;
    }
    let raised = Rlimit {
        current: maximum,
        maximum,
    };
    // Where that is refused, the limit stays as it is; some systems have one beside the one they tell.
    match setrlimit(Resource::Nofile, raised) {
        Ok(()) => maximum,
        Err(_) => current,
    }
}

/// Says so where the streams that were chosen need more than there are.
pub fn check(streams: u32, pool_size: u32) {
    let needed = u64::from(streams) + u64::from(pool_size) + BESIDE;
    if let Some(limit) = raise_limit().filter(|limit| *limit < needed) {
        tracing::warn!(
            limit,
            needed,
            "the limit on open files is lower than what --streams may need: raise it, or choose fewer"
        );
    }
}

/// For requests, listeners, files and the runtime.
const BESIDE: u64 = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_as_high_as_it_may_be_and_stays_there() {
        let raised = raise_limit();
        assert_eq!(raise_limit(), raised);
        assert_eq!(getrlimit(Resource::Nofile).current, raised);
    }
}
