//! The clock of the machine, in universal time.

use std::time::{SystemTime, UNIX_EPOCH};

use sanbu::date::Date;

const SECONDS_OF_A_DAY: u64 = 86_400;

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs())
}

fn date(seconds: u64) -> Date {
    Date::from_days(i64::try_from(seconds / SECONDS_OF_A_DAY).unwrap_or(0))
}

/// Today.
pub(crate) fn today() -> Date {
    date(seconds())
}

/// Now, as `2026-03-05T09:30:00Z`.
pub(crate) fn now() -> String {
    let (now, rest) = (seconds(), seconds() % SECONDS_OF_A_DAY);
    format!("{}T{:02}:{:02}:{:02}Z", date(now), rest / 3600, rest / 60 % 60, rest % 60)
}
