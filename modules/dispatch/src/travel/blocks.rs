//! A large table asked for in blocks, none with more coordinates than a service takes.

use std::ops::Range;

/// A block: ways from some places to some places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) from: Range<usize>,
    pub(super) to: Range<usize>,
}

impl Block {
    /// The places of the request, each once: those ways begin at, then those they end at.
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places: Vec<usize> = self.from.clone().collect();
        if self.from != self.to {
            places.extend(self.to.clone());
        }
        places
    }

    /// Where in [`Block::places`] ways begin, and where they end.
    pub(super) fn indices(&self) -> (Range<usize>, Range<usize>) {
        let from = 0..self.from.len();
        if self.from == self.to {
            return (from.clone(), from);
        }
        let to = from.end..from.end + self.to.len();
        (from, to)
    }
}

/// All blocks of a table of `size` places, at most `coordinates` places each.
pub(super) fn blocks(size: usize, coordinates: usize) -> Vec<Block> {
    // Two parts of a pair must fit; all of a small table fits into one request.
    let width = if size <= coordinates {
        size
    } else {
        (coordinates / 2).max(1)
    };
    let parts: Vec<Range<usize>> = (0..size)
        .step_by(width.max(1))
        .map(|start| start..size.min(start + width))
        .collect();
    let pairs = parts.iter().flat_map(|from| parts.iter().map(move |to| (from, to)));
    pairs
        .map(|(from, to)| Block {
            from: from.clone(),
            to: to.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_way_is_asked_for_once_and_no_block_is_too_large(size in 0_usize..260, coordinates in 2_usize..101) {
            let mut asked = vec![0; size * size];
            for block in blocks(size, coordinates) {
                let places = block.places();
                prop_assert!(places.len() <= coordinates);
                let (from, to) = block.indices();
                prop_assert_eq!(&places[from], &block.from.clone().collect::<Vec<_>>()[..]);
                prop_assert_eq!(&places[to], &block.to.clone().collect::<Vec<_>>()[..]);
                for from in block.from.clone() {
                    block.to.clone().for_each(|to| asked[from * size + to] += 1);
                }
            }
            prop_assert!(asked.iter().all(|times| *times == 1));
        }
    }
}
