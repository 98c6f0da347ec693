//! Logs and their ends.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sanbu_fuzz::log(data));
