//! Registers in every format.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sanbu_fuzz::registers(data));
