//! SIGINT and SIGTERM: work that has begun is finished, nothing more is begun, and what is done is told. A second signal
//! ends the program at once.

use sanbu::render::INTERRUPTED;

use super::terminal::tell;

#[cfg(unix)]
mod watch {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use std::sync::{Arc, OnceLock};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::flag;

    static CAUGHT: OnceLock<Arc<AtomicUsize>> = OnceLock::new();

    pub(crate) fn watch() {
        let (caught, again) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        for signal in [SIGINT, SIGTERM] {
            // In this order: the first signal arms what the second one sets off. What cannot be watched ends the program.
            let _ = flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&again));
            let _ = flag::register(signal, Arc::clone(&again));
            let _ = flag::register_usize(signal, Arc::clone(&caught), 128 + signal as usize);
        }
        let _ = CAUGHT.set(caught);
    }

    pub(crate) fn caught() -> Option<u8> {
        let code = CAUGHT.get().map_or(0, |caught| caught.load(Ordering::Relaxed));
        u8::try_from(code).ok().filter(|code| *code > 0)
    }
}

#[cfg(not(unix))]
mod watch {
    pub(crate) fn watch() {}

    pub(crate) fn caught() -> Option<u8> {
        None
    }
}

/// From here on a signal is remembered and no longer ends the program.
pub(crate) use watch::watch;

/// The exit code that says which signal has come.
pub(crate) use watch::caught;

/// The same at the end of a command whose result does not say by itself that a part of it is missing.
pub(crate) fn stopped() -> Option<u8> {
    caught().inspect(|_| tell(INTERRUPTED))
}
