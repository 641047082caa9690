//! Writing texts, each once, in the same write as what causes them.

use crate::code::ReplyCode;
use crate::limits::BODY_CHARS_MAX;
use crate::number::Number;
use crate::sms::Sms;
use crate::store;
use tongxin_city::{Id63, Lang, Timestamp};
use tongxin_storage::{StorageError, Tx};

/// A text to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewText {
    /// What it is sent for; of one cause there is one text.
    pub cause: String,
    /// Whose it is.
    pub topic: &'static str,
    /// What a reply is about, in the words of whoever answers for the topic.
    pub about: String,
    /// To whom.
    pub to: Number,
    /// What it says, in their language; cut to two messages of Chinese. Never anything about anybody's health.
    pub body: String,
    /// What a reply has to name, if something is asked.
    pub code: Option<ReplyCode>,
    /// From then on it is neither sent nor answered.
    pub until: Timestamp,
}

impl Sms {
    /// Writes a text into the outbox, unless one of that cause is there or whoever is behind the number wants none.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn queue_in(&self, tx: &mut Tx, text: &NewText, now: Timestamp) -> Result<(), StorageError> {
        if !store::is_stopped_in(tx, &text.to).await? {
            self.write_in(tx, text, now).await?;
        }
        Ok(())
    }

    /// The same, whatever they want; answers whether none of that cause was there.
    pub(crate) async fn write_in(&self, tx: &mut Tx, text: &NewText, now: Timestamp) -> Result<bool, StorageError> {
        let text = NewText {
            body: text.body.chars().take(BODY_CHARS_MAX).collect(),
            ..text.clone()
        };
        store::insert(tx, Id63::generate(now), &text, now).await
    }

    /// The language that whoever is behind a number reads; Chinese until something is known.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn lang_of_in(&self, tx: &mut Tx, number: &Number) -> Result<Lang, StorageError> {
        store::lang_of_in(tx, number).await.map(Option::unwrap_or_default)
    }

    /// Notes which language whoever is behind a number reads.
    pub fn speaks_in(&self, tx: &mut Tx, number: &Number, lang: Lang, now: Timestamp) {
        store::set_lang(tx, number, lang, now);
    }

    /// The same in a write of its own.
    ///
    /// # Errors
    /// A storage failure.
    pub async fn speaks(&self, number: Number, lang: Lang, now: Timestamp) -> Result<(), StorageError> {
        self.db()
            .write(move |tx| {
                let number = number.clone();
                Box::pin(async move {
                    store::set_lang(tx, &number, lang, now);
                    Ok(())
                })
            })
            .await
    }
}
