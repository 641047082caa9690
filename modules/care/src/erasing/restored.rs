//! After a backup was put back: what the list remembers as erased, and the database holds again, is erased again.

use crate::care::Care;
use crate::erased::Erased;
use crate::error::CareError;
use crate::limits::{CALENDARS_A_WRITE, ERASED_A_WRITE, POSTS_A_WRITE, SERIES_ERASED_A_WRITE};
use crate::rules::duty::Post;
use crate::rules::ending::{End, EndReason};
use crate::store::{calendars, duty, people, prescriptions, series};
use std::collections::BTreeMap;
use std::sync::Arc;
use tongxin_city::{AccountId, AttachmentId, CalendarId, PersonId, PlaceCode, SeriesId, Timestamp};

/// Somebody who left a post, and the last change of it with which they stood there.
pub(crate) type Gone = (AccountId, i64);

/// What the list remembers, by what it is.
#[derive(Debug, Default)]
struct Remembered {
    people: Vec<PersonId>,
    photos: Vec<AttachmentId>,
    series: Vec<SeriesId>,
    calendars: Vec<CalendarId>,
    /// Who left each post, with the last change with which they stood there.
    posts: BTreeMap<(PlaceCode, Post), Vec<Gone>>,
}

impl Remembered {
    fn of(all: Vec<Erased>) -> Remembered {
        let mut found = Remembered::default();
        for erased in all {
            match erased {
                Erased::Person(id) => found.people.push(id),
                Erased::Photo(id) => found.photos.push(id),
                Erased::Series(id) => found.series.push(id),
                Erased::Calendar(id) => found.calendars.push(id),
                Erased::Post(end) => {
                    let post = found.posts.entry((end.place, end.post)).or_default();
                    post.push((end.account, end.seq));
                }
            }
        }
        found
    }
}

impl Care {
    /// Erases again what the list remembers and the database holds; answers how many things that were. For the start of a
    /// server: nobody asks it anything before this is done.
    ///
    /// # Errors
    /// That the list could not be read, or a storage failure.
    pub async fn erase_restored(&self, now: Timestamp) -> Result<usize, CareError> {
        let remembered = Remembered::of(self.erased().all()?);
        let mut erased = 0;
        for part in remembered.people.chunks(ERASED_A_WRITE as usize) {
            let held = people::not_erased(self.db(), part).await?;
            erased += held.len();
            // Whoever was looked for in the backup is looked for again: it does not know whether they were seen since.
            self.erase_all(held, &End::by_system(EndReason::Withdrawn), now).await?;
        }
        for part in remembered.photos.chunks(ERASED_A_WRITE as usize) {
            erased += self.drop_photos(prescriptions::held(self.db(), part).await?).await?;
        }
        for part in remembered.series.chunks(SERIES_ERASED_A_WRITE as usize) {
            let held = series::not_erased(self.db(), part).await?;
            if !held.is_empty() {
                erased += held.len();
                self.erase_series(held, now).await?;
            }
        }
        for part in remembered.calendars.chunks(CALENDARS_A_WRITE as usize) {
            let held = calendars::held(self.db(), part).await?;
            if !held.is_empty() {
                erased += held.len();
                self.end_links(held).await?;
            }
        }
        Ok(erased + self.leave_posts(remembered.posts, now).await?)
    }

    async fn drop_photos(&self, photos: Vec<AttachmentId>) -> Result<usize, CareError> {
        if photos.is_empty() {
            return Ok(0);
        }
        let dropped = photos.len();
        let photos = Arc::new(photos);
        let drop = self.db().write(move |tx| {
            photos.iter().for_each(|id| prescriptions::remove(tx, *id));
            Box::pin(async { Ok::<_, CareError>(()) })
        });
        drop.await?;
        Ok(dropped)
    }

    /// Takes those off their posts who had left them; nobody comes back to one by an old copy of a database.
    async fn leave_posts(
        &self,
        ends: BTreeMap<(PlaceCode, Post), Vec<Gone>>,
        now: Timestamp,
    ) -> Result<usize, CareError> {
        let ends: Vec<((PlaceCode, Post), Vec<Gone>)> = ends.into_iter().collect();
        let mut left = 0;
        for part in ends.chunks(POSTS_A_WRITE as usize) {
            let places: Vec<PlaceCode> = part.iter().map(|((place, _), _)| *place).collect();
            let rows = duty::of_places(self.db(), &places).await?;
            let is_back = |(post, gone): &&((PlaceCode, Post), Vec<Gone>)| {
                let row = rows.iter().find(|row| (row.place, row.post) == *post);
                row.is_some_and(|row| !row.is_back(gone).is_empty())
            };
            let back: Vec<((PlaceCode, Post), Vec<Gone>)> = part.iter().filter(is_back).cloned().collect();
            if back.is_empty() {
                continue;
            }
            left += back.len();
            let work = Arc::new((self.clone(), back));
            let leave = self.db().write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (care, back) = &*work;
                    for ((place, post), gone) in back {
                        if let Some(row) = duty::get_in(tx, place, *post).await? {
                            care.leave_in(tx, &row, gone, now).await?;
                        }
                    }
                    tx.announce();
                    Ok::<_, CareError>(())
                })
            });
            leave.await?;
        }
        Ok(left)
    }
}
