//! Work shared among threads, with the results in order: the same output for any number of threads.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use super::signals;

/// Threads that may be started beside the one that asks. Work inside work shares them.
#[derive(Debug)]
pub(super) struct Threads {
    jobs: Option<NonZeroUsize>,
    /// Counted when first needed: a single file needs none.
    free: OnceLock<AtomicUsize>,
}

/// As large as that of the first thread, in bytes.
const STACK: usize = 8 << 20;

/// What is still to do, and what is done and not yet handed over.
struct Desk<I, R> {
    open: Mutex<(usize, std::vec::IntoIter<I>)>,
    done: Mutex<Done<R>>,
}

/// Results from the first that was not handed over on; none where work goes on.
struct Done<R> {
    first: usize,
    results: VecDeque<Option<R>>,
}

impl Threads {
    /// So many threads in all; as many as the machine has when no number is given.
    pub(super) fn new(jobs: Option<NonZeroUsize>) -> Self {
        Self { jobs, free: OnceLock::new() }
    }

    /// Does the work for every item, until a signal comes. `sink` gets the results on this thread, in the order of the items, as soon as all
    /// before them are there.
    pub(super) fn each<I: Send, R: Send>(&self, items: Vec<I>, work: impl Fn(I) -> R + Sync, sink: &mut dyn FnMut(R)) {
        let desk = Desk {
            open: Mutex::new((0, items.into_iter())),
            done: Mutex::new(Done { first: 0, results: VecDeque::new() }),
        };
        thread::scope(|scope| {
            while let Some((at, item, more)) = desk.next() {
                if more && self.take() {
                    let help = || {
                        while let Some((at, item, _)) = desk.next() {
                            desk.put(at, work(item));
                        }
                        self.free().fetch_add(1, Ordering::Relaxed);
                    };
                    // Without another thread the work is done all the same.
                    let _ = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, help);
                }
                desk.put(at, work(item));
                desk.hand_over(sink);
            }
        });
        desk.hand_over(sink);
    }

    fn free(&self) -> &AtomicUsize {
        self.free.get_or_init(|| {
            let jobs = self.jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
            AtomicUsize::new(jobs - 1)
        })
    }

    /// Takes one of the free threads, if there is one.
    fn take(&self) -> bool {
        self.free().fetch_update(Ordering::Relaxed, Ordering::Relaxed, |free| free.checked_sub(1)).is_ok()
    }
}

impl<I, R> Desk<I, R> {
    /// The next item with its place, and whether more are left; none when somebody has stopped the program.
    fn next(&self) -> Option<(usize, I, bool)> {
        if signals::caught().is_some() {
            return None;
        }
        let (at, items) = &mut *lock(&self.open);
        let item = items.next()?;
        *at += 1;
        Some((*at - 1, item, items.len() > 0))
    }

    fn put(&self, at: usize, result: R) {
        let done = &mut *lock(&self.done);
        let at = at - done.first;
        if done.results.len() <= at {
            done.results.resize_with(at + 1, || None);
        }
        done.results[at] = Some(result);
    }

    fn hand_over(&self, sink: &mut dyn FnMut(R)) {
        while let Some(result) = lock(&self.done).next() {
            sink(result);
        }
    }
}

impl<R> Done<R> {
    fn next(&mut self) -> Option<R> {
        let result = self.results.front_mut()?.take()?;
        self.results.pop_front();
        self.first += 1;
        Some(result)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_number_of_threads() {
        for jobs in [1, 2, 7] {
            let threads = Threads::new(NonZeroUsize::new(jobs));
            let mut all = Vec::new();
            let inner = |n: usize| {
                let mut sum = 0;
                threads.each((0..n % 5).collect(), |i| i * n, &mut |r| sum += r);
                (n, sum)
            };
            threads.each((0..300).collect(), inner, &mut |r| all.push(r));
            let expected: Vec<_> = (0..300).map(|n| (n, (0..n % 5).map(|i| i * n).sum())).collect();
            assert_eq!(all, expected);
            assert_eq!(threads.free().load(Ordering::Relaxed), jobs - 1);
        }
    }
}
