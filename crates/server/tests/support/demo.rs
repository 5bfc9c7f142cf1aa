//! Starts the program's demo in memory, on a machine where nothing is installed, and ends it with its test.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

/// A demo that runs.
pub(crate) struct Demo {
    process: Child,
    written: PathBuf,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Demo {
    /// Starts it on a free port.
    pub(crate) fn in_memory(data_dir: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_task-outcomes"));
        command
            .env_clear()
            .env("PATH", "/nowhere")
            .arg("demo")
            .arg("--data-dir")
            .arg(data_dir);
        command.args(["--store", "memory", "--listen", "127.0.0.1:0"]);
        let output = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit());
        Self {
            process: output.spawn().unwrap(),
            written: data_dir.join("memory/demo.json"),
        }
    }

    /// What it writes for scripts once it serves.
    pub(crate) fn written(&mut self) -> Value {
        loop {
            assert!(self.process.try_wait().unwrap().is_none(), "it ended");
            if let Ok(Ok(found)) = fs::read(&self.written).map(|text| serde_json::from_slice(&text)) {
                return found;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
