//! Checks the bounds on answers that go on: WebSockets and event streams.

use std::num::NonZeroU32;
use std::time::Duration;

use super::cli;
use super::faults::Faults;
use crate::http::streams::StreamOptions;

/// Seconds between signs of life: less would be chatter, more than anybody on the way is patient for.
const HEARTBEATS: std::ops::RangeInclusive<u64> = 1..=300;

/// Names every fault of it.
pub(super) fn check(args: &cli::StreamArgs, faults: &mut Faults) -> Option<StreamOptions> {
    let at_once = count("--streams (STREAMS)", &args.streams, faults);
    let per_token = count(
        "--streams-per-token (STREAMS_PER_TOKEN)",
        &args.streams_per_token,
        faults,
    );
    let heartbeat = heartbeat(&args.heartbeat, faults);
    Some(StreamOptions {
        at_once: at_once?,
        per_token: per_token?,
        heartbeat: heartbeat?,
        ..StreamOptions::default()
    })
}

fn count(option: &str, raw: &str, faults: &mut Faults) -> Option<NonZeroU32> {
    let number = raw
        .parse()
        .ok()
        .filter(|number: &NonZeroU32| number.get() <= MOST);
    if number.is_none() {
        faults.add(format!(
            "{option} is {raw:?}, which is no number from 1 to {MOST}"
        ));
    }
    number
}

/// More than one machine holds.
const MOST: u32 = 1_000_000;

fn heartbeat(raw: &str, faults: &mut Faults) -> Option<Duration> {
    let seconds = raw.parse().ok().filter(|seconds| HEARTBEATS.contains(seconds));
    if seconds.is_none() {
        faults.add(format!(
            "--heartbeat (HEARTBEAT) is {raw:?}, which is no number of seconds from {} to {}",
            HEARTBEATS.start(),
            HEARTBEATS.end()
        ));
    }
    seconds.map(Duration::from_secs)
}
