//! Plain texts, as a document and as its form.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sanbu_fuzz::text(data));
