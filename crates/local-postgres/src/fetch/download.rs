//! Brings an archive here: goes on where an earlier run ended, and after connections that broke.

use std::io::Read as _;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::fault::FetchFault;
use super::part::Part;
use super::progress::Progress;
use super::release::Release;
use super::site::{Answer, Extent, Site};

/// How often in a row a try may bring nothing further.
const FRUITLESS_TRIES: u32 = 4;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
/// No release is nearly as large; a site that sends more has something else in mind than PostgreSQL.
const LARGEST: u64 = 1_000_000_000;

/// Fills the file until it is the release, to its last bit; gives its length.
pub(crate) fn download(
    site: &Site,
    release: &Release,
    path: &Path,
    stopped: &dyn Fn() -> bool,
) -> Result<u64, FetchFault> {
    let mut part = Part::open(path)?;
    // What an earlier run left may have been spoilt since, or be of a file that the site has replaced: it gets a second
    // chance from the beginning. So no validator of HTTP has to be kept beside it.
    let mut chances = if part.length() == 0 { 1 } else { 2 };
    while !part.is(release) {
        if chances == 0 {
            part.remove()?;
            return Err(FetchFault::Checksum { site: site.name() });
        }
        if chances == 1 {
            part.empty()?;
        }
        chances -= 1;
        let mut transfer = Transfer {
            site,
            release,
            stopped,
            progress: Progress::new(&release.version),
        };
        transfer.run(&mut part)?;
    }
    Ok(part.length())
}

struct Transfer<'a> {
    site: &'a Site,
    release: &'a Release,
    stopped: &'a dyn Fn() -> bool,
    progress: Progress,
}

impl Transfer<'_> {
    fn run(&mut self, part: &mut Part) -> Result<(), FetchFault> {
        let (mut furthest, mut fruitless, mut pause) = (part.length(), 0, FIRST_PAUSE);
        loop {
            let fault = match self.go_on(part) {
                Err(fault) if fault.is_passing() => fault,
                other => return other,
            };
            if part.length() > furthest {
                (furthest, fruitless, pause) = (part.length(), 0, FIRST_PAUSE);
            }
            fruitless += 1;
            if fruitless >= FRUITLESS_TRIES {
                return Err(fault);
            }
            thread::sleep(pause);
            pause *= 2;
        }
    }

    /// One request for what is missing.
    fn go_on(&mut self, part: &mut Part) -> Result<(), FetchFault> {
        let Answer { extent, mut body } = self.site.get(self.release, part.length())?;
        let whole = match extent {
            Extent::Nothing => return Ok(()),
            Extent::Rest { whole } => whole,
            Extent::Whole { whole } => {
                part.empty()?;
                whole
            }
        };
        self.progress.expect(whole, part.length());
        let mut buffer = vec![0; 64 * 1024];
        loop {
            if (self.stopped)() {
                return Err(FetchFault::Stopped);
            }
            let read = body
                .read(&mut buffer)
                .map_err(|cause| self.site.broke_off(&cause))?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            part.append(bytes)?;
            self.progress.reached(part.length());
            if part.length() > LARGEST {
                part.empty()?;
                return Err(FetchFault::Checksum {
                    site: self.site.name(),
                });
            }
        }
        let is_complete = whole.is_none_or(|whole| part.length() == whole);
        let broken_off = || FetchFault::BrokenOff {
            site: self.site.name(),
        };
        is_complete.then_some(()).ok_or_else(broken_off)
    }
}
