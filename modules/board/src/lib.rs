//! The board: how each lifeline stands, from the whole city down to a building, live.
//!
//! Words: a *snapshot* is the city's tallies in memory at one moment; a *condition* is how a lifeline stands, a *rule*
//! is what decided that, and stands in a sentence beside it; the *near* view is what tallies don't say about a place.
//!
//! Start at [`Board`]: [`Board::routes`] are its pages and its API. [`rules`] judges, [`snapshot`] sums, [`view`] puts
//! both into words. Counts come from the ledger's tallies alone, never from a scan of needs in a request.
//! It writes nothing, and never knows what a need is about beyond its topic and title.

mod api;
mod keeper;
mod kept;
mod links;
mod near;
mod numbers;
mod pages;
pub mod rules;
pub mod snapshot;
mod stream;
pub mod view;

pub use keeper::KeeperError;

use keeper::Keeper;
use snapshot::Snapshot;
use std::sync::Arc;
use stream::Watchers;
use tongxin_account::Routes;
use tongxin_city::{Place, PlaceCode};
use tongxin_clock::Clock;
use tongxin_i18n::TextPart;
use tongxin_ledger::Ledger;
use tongxin_places::Places;
use view::{BoardView, Seen, Wish, Words};

/// The board's words.
pub const TEXTS: TextPart = TextPart {
    module: "board",
    zh: include_str!("locales/zh-CN.ftl"),
    en: include_str!("locales/en.ftl"),
};

/// The board; cheap to clone.
#[derive(Clone)]
pub struct Board {
    keeper: Arc<Keeper>,
    watchers: Arc<Watchers>,
}

impl std::fmt::Debug for Board {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Board")
    }
}

impl Board {
    /// The board over a ledger and its city.
    pub fn new(ledger: Ledger, places: Places, clock: Clock) -> Self {
        Self {
            keeper: Arc::new(Keeper::new(ledger, places, clock)),
            watchers: Arc::default(),
        }
    }

    /// The city's tallies: exact while reading them is quick, else at most a few seconds old.
    ///
    /// # Errors
    /// No city is loaded, or storage failed.
    pub async fn snapshot(&self) -> Result<Arc<Snapshot>, KeeperError> {
        self.keeper.snapshot().await
    }

    /// Waits until the counts of a place's board hold everything written before the call; answers with the number of
    /// their snapshot.
    ///
    /// # Errors
    /// No city is loaded, or storage failed.
    pub async fn catch_up(&self, place: &Place) -> Result<u64, KeeperError> {
        self.keeper.catch_up(place).await
    }

    /// The board of a place in words; none when there is no such place.
    ///
    /// # Errors
    /// No city is loaded, or storage failed.
    pub async fn view(
        &self,
        code: &PlaceCode,
        wish: Wish,
        words: &Words<'_>,
    ) -> Result<Option<BoardView>, KeeperError> {
        let seen = self.seen(code).await?;
        Ok(seen.map(|seen| BoardView::new(&seen.sight(words), wish)))
    }

    /// A place with its counts; none when there is no such place.
    pub(crate) async fn seen(&self, code: &PlaceCode) -> Result<Option<Seen>, KeeperError> {
        let tree = self.keeper.places.tree();
        let Some(place) = tree.get(code).cloned() else {
            return Ok(None);
        };
        let snapshot = self.keeper.snapshot().await?;
        let near = self.keeper.near(&place, &snapshot).await?;
        Ok(Some(Seen {
            tree,
            kinds: self.keeper.ledger.kinds().clone(),
            snapshot,
            near,
            place,
        }))
    }

    /// The board's pages and its API.
    pub fn routes(&self) -> Routes {
        pages::routes(self).merge(api::routes(self))
    }

    /// Ends all event streams, so that a server that stops does not wait for them.
    pub fn close(&self) {
        self.watchers.close();
    }
}
