//! A stretch of a route as three numbers, joined with the next stretch in constant time.
//!
//! Vidal, Crainic, Gendreau and Prins (2013), *A hybrid genetic algorithm with adaptive diversity management for a large
//! class of vehicle routing problems with time-windows*, Computers & Operations Research 40(1). Here without time warp: the
//! search stays among routes that keep their windows.

/// A stretch that can be driven: how long it takes at least, and when one may begin for it to take no longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Segment {
    /// The least time from the first service's beginning to the last one's end.
    pub(crate) duration: i64,
    /// Beginning earlier only adds waiting.
    pub(crate) earliest: i64,
    /// Beginning later breaks a window.
    pub(crate) latest: i64,
}

impl Segment {
    /// One visit.
    #[inline]
    pub(crate) fn visit(open: i64, close: i64, service: i64) -> Self {
        Self {
            duration: service,
            earliest: open,
            latest: close,
        }
    }

    /// Both, one after the other. Right only if the second is reached in time.
    #[inline]
    pub(crate) fn join(self, leg: i64, next: Self) -> Self {
        let delta = self.duration + leg;
        let wait = (next.earliest - delta - self.latest).max(0);
        Self {
            duration: delta + wait + next.duration,
            earliest: (next.earliest - delta).max(self.earliest) - wait,
            latest: (next.latest - delta).min(self.latest),
        }
    }
}
