//! How coordinates of what is drawn become those of its page.

use crate::document::Area;

/// `x' = a·x + c·y + e`, `y' = b·x + d·y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::read) struct Matrix(pub(in crate::read) [f64; 6]);

impl Matrix {
    /// Everything stays where it is.
    pub(in crate::read) const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Everything is moved.
    pub(in crate::read) fn shift(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// First this, then the other.
    pub(in crate::read) fn then(self, other: Self) -> Self {
        let ([a, b, c, d, e, f], Self([p, q, r, s, t, u])) = (self.0, other);
        Self([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])
    }

    /// Where a point goes.
    pub(in crate::read) fn point(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c, d, e, f] = self.0;
        [a * x + c * y + e, b * x + d * y + f]
    }

    /// Where a distance goes.
    pub(in crate::read) fn way(self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [a, b, c, d, ..] = self.0;
        [a * x + c * y, b * x + d * y]
    }

    /// What a rectangle covers.
    pub(in crate::read) fn area(self, [x, y, width, height]: [f64; 4]) -> Area {
        let corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
        Area::around(corners.map(|corner| self.point(corner)))
    }
}
