//! pgbench, which PostgreSQL brings along: what the database itself can do with one statement or a few.

use std::{io::Write as _, path::PathBuf, sync::Arc};

use anyhow::{Context as _, bail};
use tempfile::NamedTempFile;
use tokio::process::Command;

use crate::rates::{Contender, Load};

/// Where the program is and which database it asks.
#[derive(Debug, Clone)]
pub struct Pgbench {
    /// The program.
    pub program: PathBuf,
    /// The database, with a superuser's login.
    pub url: String,
}

impl Pgbench {
    /// Runs a script again and again.
    pub(crate) fn script(&self, script: &str) -> anyhow::Result<Contender<'static>> {
        let mut file = NamedTempFile::new()?;
        file.write_all(script.as_bytes())?;
        let (pgbench, file) = (self.clone(), Arc::new(file));
        Ok(Box::new(move |load| {
            let (pgbench, file) = (pgbench.clone(), Arc::clone(&file));
            Box::pin(async move { pgbench.run(&file, load).await })
        }))
    }

    /// Plans are made once: made anew each time they cost as much as running them.
    async fn run(&self, script: &NamedTempFile, load: Load) -> anyhow::Result<f64> {
        let output = Command::new(&self.program)
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={}", load.clients))
            .arg(format!("--time={}", load.lasts.as_secs()))
            .arg(format!("--file={}", script.path().display()))
            .arg(&self.url)
            .env("PGOPTIONS", "-c plan_cache_mode=force_generic_plan")
            .kill_on_drop(true)
            .output()
            .await
            .context("pgbench does not run")?;
        let told = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
        }
        tps(&told).with_context(|| format!("pgbench told no rate: {told}"))
    }
}

/// The rate among what it tells: `tps = 1234.5 (without initial connection time)`.
fn tps(told: &str) -> Option<f64> {
    let rate = told.lines().find_map(|line| line.strip_prefix("tps = "))?;
    rate.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::tps;

    #[test]
    fn the_rate_is_read_from_what_pgbench_tells() {
        let told = "scaling factor: 1\ntps = 4711.250000 (without initial connection time)\n";
        assert_eq!(tps(told), Some(4711.25));
        assert_eq!(tps("pgbench: error"), None);
    }
}
