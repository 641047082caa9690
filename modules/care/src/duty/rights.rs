//! The role that goes with a post: given in the write that puts somebody on it, ended in the one that takes them off.
//!
//! Each post has a role of its own, so that one post's end touches neither another post's role nor one that somebody gave by hand.

use crate::care::Care;
use crate::error::CareError;
use crate::limits::POSTS_A_WRITE;
use crate::rules::duty::{Doing, Post, Standing};
use crate::store::duty::{self as store, PostRow};
use std::sync::Arc;
use tongxin_account::{Cause, Caused, Role};
use tongxin_city::{Day, GrantId, Timestamp};
use tongxin_storage::Tx;

/// What posts are called as causes of roles.
const CAUSE: &str = "post";

/// What whoever holds a post may do at its place. A cadre too may no more than a steward: whoever puts people on posts could not
/// give a wider role by hand either.
const fn role_of(post: Post) -> Role {
    match post {
        Post::Steward | Post::Deputy | Post::Cadre => Role::Steward,
    }
}

impl Care {
    /// Ends the role of whoever is on duty no longer, and gives whoever is now theirs; answers the role that goes with the post.
    pub(super) async fn move_role_in(
        &self,
        tx: &mut Tx,
        row: &PostRow,
        after: &Standing,
        actor: &str,
        (today, now): (Day, Timestamp),
    ) -> Result<Option<GrantId>, CareError> {
        let holder = row.standing.held.as_ref().map(|held| held.account);
        let on_duty = after.on_duty(today);
        if let Some(grant) = row.grant {
            if on_duty.is_some() && on_duty == holder {
                return Ok(Some(grant));
            }
            self.accounts().end_in(tx, grant, now).await?;
        }
        let Some(account) = on_duty else {
            return Ok(None);
        };
        let caused = Caused {
            account,
            role: role_of(row.post),
            place: row.place,
            cause: &Cause::new(CAUSE, format_args!("{} {}", row.post, row.place)),
            by: actor,
        };
        Ok(Some(self.accounts().give_in(tx, caused, now).await?))
    }

    /// Takes off their posts whoever lost the role that goes with them.
    pub(super) async fn mind_lost_roles(&self, now: Timestamp) -> Result<(), CareError> {
        loop {
            let lost = self.accounts().broken(CAUSE, POSTS_A_WRITE).await?;
            if lost.is_empty() {
                return Ok(());
            }
            let work = Arc::new((self.clone(), lost));
            let write = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, lost) = &*work;
                    for grant in lost {
                        care.lose_in(tx, *grant, now).await?;
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            write.await?;
            self.accounts().rights_changed();
        }
    }

    async fn lose_in(&self, tx: &mut Tx, grant: GrantId, now: Timestamp) -> Result<(), CareError> {
        let row = store::of_grant_in(tx, grant).await?;
        if let Some(row) = &row
            && let Some(held) = &row.standing.held
        {
            self.do_in(tx, row, Doing::Lose(held.account), super::THE_CLOCK, now)
                .await?;
            return Ok(());
        }
        // Somebody else is on the post by now.
        Ok(self.accounts().end_in(tx, grant, now).await?)
    }
}
