//! Any bytes, pages, recognised, checked and shown.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sanbu_fuzz::pages(data));
