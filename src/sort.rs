//! Putting things in order by what they have: one sort for all kinds of things, where the sort of the standard library
//! is compiled anew, with 6 KB, for each kind and each key.

use std::cmp::Ordering;

/// Puts things in order by a key; those with the same key stay as they stand.
pub(crate) fn by_key<T, K: Ord>(things: &mut [T], key: impl Fn(&T) -> K) {
    by(things, |one, other| key(one).cmp(&key(other)));
}

/// Puts things in order as they compare; those that are equal stay as they stand.
pub(crate) fn by<T>(things: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    if things.is_sorted_by(|one, other| compare(one, other).is_le()) {
        return;
    }
    let mut from = sorted(things.len(), &|one, other| compare(&things[one], &things[other]));
    // Each place takes what belongs there and hands on what it had, around a circle.
    for start in 0..things.len() {
        let mut at = start;
        while from[at] != start {
            let next = std::mem::replace(&mut from[at], at);
            things.swap(at, next);
            at = next;
        }
        from[at] = at;
    }
}

/// For each place the one whose thing belongs there.
fn sorted(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..len).collect();
    places.sort_by(|one, other| compare(*one, *other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_put_in_order_and_equal_ones_stay_as_they_stand() {
        for len in 0..60 {
            for step in [1, 7, 13, 29, 59] {
                let things: Vec<(usize, usize)> = (0..len).map(|n| (n * step % 61 / 5, n)).collect();
                let (mut ours, mut theirs) = (things.clone(), things);
                by_key(&mut ours, |thing| thing.0);
                theirs.sort_by_key(|thing| thing.0);
                assert_eq!(ours, theirs);
                by(&mut ours, |one, other| other.cmp(one));
                theirs.sort_by(|one, other| other.cmp(one));
                assert_eq!(ours, theirs);
            }
        }
    }
}
