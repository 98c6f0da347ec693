//! Work counted in steps, for the test that time is linear: bytes that a central loop goes over, and looks at something
//! in a list. Only debug builds count; a release build does nothing here.

#[cfg(debug_assertions)]
thread_local! {
    static TAKEN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Adds steps of this thread.
#[inline]
#[cfg_attr(not(debug_assertions), allow(unused_variables, reason = "nothing is counted"))]
pub fn add(steps: usize) {
    #[cfg(debug_assertions)]
    TAKEN.with(|taken| taken.set(taken.get() + steps as u64));
}

/// Steps of this thread so far; none in a build that does not count.
pub fn taken() -> Option<u64> {
    #[cfg(debug_assertions)]
    return Some(TAKEN.with(std::cell::Cell::get));
    #[cfg(not(debug_assertions))]
    None
}
