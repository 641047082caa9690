//! Posts: filled before the drill, then handed over, left and taken up again.

use super::requests::{DUTIES, PHONE};
use super::{Beside, Rounds, note};
use crate::client::IN_FLIGHT_MAX;
use crate::error::DrillError;
use crate::outcome::Mismatch;
use crate::plan_care::CarePlan;
use crate::play::Log;
use crate::play::clock;
use crate::play::raised::{RaisedNeed, VACANT};
use crate::play::setup::Setup;
use crate::play::supply::Stage;
use crate::play::world::PersonInWorld;
use crate::progress::Progress;
use futures::{StreamExt as _, TryStreamExt as _};
use serde_json::json;

impl Setup<'_> {
    /// Puts somebody on every post.
    pub(in crate::play) async fn fill_posts(
        &self,
        care: &CarePlan,
        people: &[PersonInWorld],
        progress: &mut Progress,
    ) -> Result<(), DrillError> {
        let filled = care.posts.iter().enumerate().map(|(number, post)| async move {
            let body = json!({
                "place": post.place, "post": post.post.as_str(), "step": "assign",
                "account": people[post.holder].account, "phone": PHONE, "until": post.until(self.plan.date),
            });
            let key = format!("post-{number}");
            self.post(DUTIES, &people[post.worker].auth, &key, body).await
        });
        let mut filled = futures::stream::iter(filled).buffer_unordered(IN_FLIGHT_MAX);
        let mut done = 0;
        while filled.try_next().await?.is_some() {
            done += 1;
            progress.done("drill-posts", done, care.posts.len());
        }
        Ok(())
    }
}

impl Rounds {
    /// What the clock sees to: hand-overs and ends come into force with the played day, and what is left is a need before that.
    pub(super) async fn mind_posts(
        &mut self,
        care: &CarePlan,
        stage: Stage<'_>,
        (beside, log): (&mut Beside<'_>, &mut Log),
    ) -> Result<(), DrillError> {
        let is_day = stage.now >= stage.plan.day_starts_at;
        for (number, planned) in care.posts.iter().enumerate() {
            let post = &mut self.posts[number];
            if is_day && let Some(next) = post.next.take() {
                post.holder = Some(next);
            }
            if !post.is_left {
                continue;
            }
            if is_day && post.holder == Some(planned.holder) {
                post.holder = None;
            }
            if post.need.is_some() || post.holder == Some(planned.worker) {
                continue;
            }
            let subject = || format!("{} of {}", planned.post.as_str(), planned.place);
            let path = format!("{DUTIES}?place={}&post={}", planned.place, planned.post.as_str());
            let need = clock::raised(|| async {
                let answer = stage.client.get(&path, stage.world.reader()).await?;
                Ok(answer.body["posts"][0]["need"].as_str().map(str::to_owned))
            })
            .await?;
            let Some(need) = need else {
                log.mismatches
                    .push(Mismatch::new(subject(), "need of a vacant post", "raised", "none"));
                post.is_left = false;
                continue;
            };
            log.counts.clock_acts += 1;
            let at = clock::raised_since(&need, stage.now, post.left_at, stage).await?;
            let kind = (VACANT, planned.post.as_str());
            let raised = RaisedNeed::waiting(stage.world, kind, (planned.place, None), need, at);
            post.need = Some(note(beside.market, raised));
        }
        Ok(())
    }

    pub(super) fn offered(&mut self, post: usize) {
        // It counts once the worker has taken it.
        self.posts[post].next = None;
    }

    pub(super) fn taken(&mut self, post: usize, care: &CarePlan) {
        self.posts[post].next = Some(care.posts[post].worker);
    }

    pub(super) fn left(&mut self, post: usize, stage: Stage<'_>) {
        (self.posts[post].is_left, self.posts[post].left_at) = (true, stage.now);
    }

    /// Somebody is there again, and the need ends.
    pub(super) fn filled(&mut self, post: usize, care: &CarePlan, beside: &mut Beside<'_>, stage: Stage<'_>) {
        self.posts[post].holder = Some(care.posts[post].worker);
        if let Some(need) = self.posts[post].need.take() {
            beside.market.raised[need].live.book.close(stage.now);
        }
    }
}
