//! The best match there is, to compare with: a flow of least cost among those of the greatest size, by shortest paths one after
//! the other (Ahuja, Magnanti and Orlin, "Network Flows", 1993, section 9.7). For samples only: it looks at every pair.

use std::collections::VecDeque;
use tongxin_volunteer::rules::matching::{Candidate, Ground, OpenPost, Proposal, cost, why};

/// How many places a match fills, and what it costs by the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worth {
    pub filled: u32,
    pub cost: i64,
}

#[derive(Debug, Clone, Copy)]
struct Arc {
    to: usize,
    room: u32,
    cost: i64,
}

/// Arcs lie in pairs, each beside its reverse.
struct Network {
    arcs: Vec<Arc>,
    from: Vec<Vec<usize>>,
}

impl Network {
    fn new(nodes: usize) -> Network {
        Network {
            arcs: Vec::new(),
            from: vec![Vec::new(); nodes],
        }
    }

    fn add(&mut self, from: usize, to: usize, room: u32, cost: i64) {
        for (from, arc) in [
            (from, Arc { to, room, cost }),
            (
                to,
                Arc {
                    to: from,
                    room: 0,
                    cost: -cost,
                },
            ),
        ] {
            self.from[from].push(self.arcs.len());
            self.arcs.push(arc);
        }
    }

    /// Sends one more unit along the cheapest way that has room; answers what it costs.
    fn send_one(&mut self, source: usize, sink: usize) -> Option<i64> {
        let mut distance = vec![i64::MAX; self.from.len()];
        let mut by = vec![usize::MAX; self.from.len()];
        let mut is_queued = vec![false; self.from.len()];
        let mut queue = VecDeque::from([source]);
        distance[source] = 0;
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            for number in &self.from[node] {
                let arc = self.arcs[*number];
                let reached = distance[node] + arc.cost;
                if arc.room > 0 && reached < distance[arc.to] {
                    (distance[arc.to], by[arc.to]) = (reached, *number);
                    if !std::mem::replace(&mut is_queued[arc.to], true) {
                        queue.push_back(arc.to);
                    }
                }
            }
        }
        if distance[sink] == i64::MAX {
            return None;
        }
        let mut node = sink;
        while node != source {
            let number = by[node];
            self.arcs[number].room -= 1;
            self.arcs[number ^ 1].room += 1;
            node = self.arcs[number ^ 1].to;
        }
        Some(distance[sink])
    }
}

/// The best there is.
pub fn best(candidates: &[Candidate], posts: &[OpenPost], ground: Ground<'_>) -> Worth {
    let (source, sink) = (0, 1);
    let (first_post, first_candidate) = (2, 2 + posts.len());
    let mut network = Network::new(first_candidate + candidates.len());
    for (at, post) in posts.iter().enumerate() {
        network.add(source, first_post + at, post.free, 0);
        for (number, candidate) in candidates.iter().enumerate() {
            if let Some(why) = why(candidate, post, ground) {
                network.add(first_post + at, first_candidate + number, 1, i64::from(cost(&why)));
            }
        }
    }
    for number in 0..candidates.len() {
        network.add(first_candidate + number, sink, 1, 0);
    }
    let mut worth = Worth { filled: 0, cost: 0 };
    while let Some(cost) = network.send_one(source, sink) {
        worth.filled += 1;
        worth.cost += cost;
    }
    worth
}

/// What a match is worth; panics when it breaks a rule.
pub fn worth(proposals: &[Proposal], candidates: &[Candidate], posts: &[OpenPost], ground: Ground<'_>) -> Worth {
    let mut asked = vec![false; candidates.len()];
    let mut free: Vec<u32> = posts.iter().map(|post| post.free).collect();
    let mut worth = Worth { filled: 0, cost: 0 };
    for proposal in proposals {
        let why = why(&candidates[proposal.candidate], &posts[proposal.post], ground);
        let why = why.expect("whoever is asked can do it, has time and rests");
        assert!(
            !std::mem::replace(&mut asked[proposal.candidate], true),
            "nobody is asked twice"
        );
        assert!(free[proposal.post] > 0, "no more are asked than there are places");
        free[proposal.post] -= 1;
        worth.filled += 1;
        worth.cost += i64::from(cost(&why));
    }
    worth
}
