//! The handle on short messages.

use crate::TEXTS;
use crate::gateway::Gateway;
use crate::limits::REPLIES_AN_HOUR;
use crate::number::Number;
use crate::replies::Answering;
use parking_lot::RwLock;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq as _;
use tongxin_i18n::Texts;
use tongxin_storage::Db;
use tongxin_web::RateLimit;
use zeroize::Zeroizing;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A token that is shared with a gateway. It is never shown, and compared in a time that tells nothing of it.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The token of that text, without the blanks around it.
    pub fn new(text: &str) -> Secret {
        Secret(Zeroizing::new(text.trim().to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether somebody's token is this one.
    pub fn is(&self, theirs: &str) -> bool {
        self.0.as_bytes().ct_eq(theirs.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Short messages; cheap to clone.
#[derive(Clone)]
pub struct Sms {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    gateway: Arc<dyn Gateway>,
    /// What the gateway says to bring a reply.
    inward: Secret,
    answering: RwLock<HashMap<&'static str, Arc<dyn Answering>>>,
    replies: RateLimit<Number>,
    texts: Texts,
}

impl fmt::Debug for Sms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sms")
            .field("db", &self.inner.db)
            .finish_non_exhaustive()
    }
}

impl Sms {
    /// Short messages over a migrated database, sent by a gateway that brings replies with a secret.
    pub fn new(db: Db, gateway: Arc<dyn Gateway>, inward: Secret) -> Sms {
        Sms {
            inner: Arc::new(Inner {
                db,
                gateway,
                inward,
                answering: RwLock::default(),
                replies: RateLimit::new(REPLIES_AN_HOUR, HOUR),
                texts: Texts::new(&[TEXTS]),
            }),
        }
    }

    /// Has somebody answer for the texts of a topic.
    pub fn answer_with(&self, topic: &'static str, answering: Arc<dyn Answering>) {
        self.inner.answering.write().insert(topic, answering);
    }

    pub(crate) fn answering(&self, topic: &str) -> Option<Arc<dyn Answering>> {
        self.inner.answering.read().get(topic).cloned()
    }

    pub(crate) fn all_answering(&self) -> Vec<Arc<dyn Answering>> {
        self.inner.answering.read().values().cloned().collect()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.inner.db
    }

    pub(crate) fn gateway(&self) -> &dyn Gateway {
        &*self.inner.gateway
    }

    pub(crate) fn inward(&self) -> &Secret {
        &self.inner.inward
    }

    pub(crate) fn replies(&self) -> &RateLimit<Number> {
        &self.inner.replies
    }

    pub(crate) fn texts(&self) -> &Texts {
        &self.inner.texts
    }
}
