//! Taking in replies: understood, given to whoever answers for the text, and answered with a text of its own.

use crate::error::SmsError;
use crate::limits::ANSWER_FOR_MS;
use crate::number::Number;
use crate::outbox::NewText;
use crate::sms::Sms;
use crate::spoken::{Answer, Reply};
use crate::store::{self, Question};
use crate::wish::Wish;
use std::str::FromStr;
use std::sync::Arc;
use tongxin_city::{Lang, Timestamp};
use tongxin_storage::{BoxFuture, CommandKey, Digest};

/// Texts that answer replies belong to this crate.
pub(crate) const OWN_TOPIC: &str = "reply";

/// What somebody replied to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replied {
    /// The reply's own id; the same reply brought twice has the same.
    pub id: String,
    /// What it is about, as the text said.
    pub about: String,
    /// What it says.
    pub answer: Answer,
    /// In which language to answer.
    pub lang: Lang,
    /// When it came.
    pub now: Timestamp,
}

impl Replied {
    /// The two ids that the text was about, written one after the other; none if it was about something else.
    pub fn ids<A: FromStr, B: FromStr>(&self) -> Option<(A, B)> {
        let (one, other) = self.about.split_once(' ')?;
        Some((one.parse().ok()?, other.parse().ok()?))
    }

    /// The key under which what a reply says is done once, in the name of its sender.
    pub fn command(&self, sender: String) -> CommandKey {
        CommandKey {
            sender,
            key: format!("sms-{}", self.id),
            digest: Digest::of(
                "reply-to-reminder",
                format!("{} {}", self.about, self.answer.as_str()).as_bytes(),
            ),
            at_ms: self.now.millis(),
        }
    }
}

/// Answers for the texts of a topic.
pub trait Answering: Send + Sync {
    /// Does what a reply says, once for each id, and answers what is said back; a refusal by the rules is an answer too.
    ///
    /// # Errors
    /// What failed; the gateway brings the reply again.
    fn answered(&self, replied: Replied) -> BoxFuture<'_, Result<String, String>>;

    /// How people are reached in the records from which reminders are sent, as they wrote it, each with the record's number: those
    /// after that number in its order, at most so many, and none once there are no more.
    ///
    /// # Errors
    /// What failed; it is asked again.
    fn contacts(&self, after: i64, limit: u32) -> BoxFuture<'_, Result<Vec<(i64, String)>, String>>;
}

/// What a reply changes beside what is said back.
enum Follows {
    Nothing,
    /// The answer to a question is noted.
    Answered(Question, Answer),
    Wished(Wish),
}

/// What became of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// It was taken in.
    Taken,
    /// It was not understood, or names nothing that the number was asked; what would be right is sent back.
    Unknown,
    /// It came too late.
    Late,
}

impl Sms {
    /// Takes in a reply from a number; `id` is the gateway's.
    ///
    /// # Errors
    /// `Answering` when whoever answers for it failed; or a storage failure. Nothing is said back then, and the reply is to be
    /// brought again.
    pub async fn take_reply(&self, id: &str, from: Number, text: &str, now: Timestamp) -> Result<Taken, SmsError> {
        let known = store::lang_of(self.db(), &from).await?;
        let Some(reply) = Reply::read(text) else {
            if let Some((wish, lang)) = Wish::read(text) {
                let said = self.texts().text(lang, wish.said());
                let follows = Follows::Wished(wish);
                return self
                    .say_back(id, from, said, Some(lang), follows, now)
                    .await
                    .map(|()| Taken::Taken);
            }
            let said = self.texts().text(known.unwrap_or_default(), "sms-reply-unknown");
            return self
                .say_back(id, from, said, known, Follows::Nothing, now)
                .await
                .map(|()| Taken::Unknown);
        };
        let lang = reply.lang;
        let Some(question) = store::question(self.db(), &from, reply.code).await? else {
            let said = self
                .texts()
                .text_with(lang, "sms-reply-no-code", &[("code", &reply.code.to_string())]);
            return self
                .say_back(id, from, said, Some(lang), Follows::Nothing, now)
                .await
                .map(|()| Taken::Unknown);
        };
        let answering = self.answering(&question.topic).filter(|_| now < question.until);
        let Some(answering) = answering else {
            let said = self.texts().text(lang, "sms-reply-late");
            return self
                .say_back(id, from, said, Some(lang), Follows::Nothing, now)
                .await
                .map(|()| Taken::Late);
        };
        let replied = Replied {
            id: id.to_owned(),
            about: question.about.clone(),
            answer: reply.answer,
            lang,
            now,
        };
        let said = answering.answered(replied).await.map_err(SmsError::Answering)?;
        let follows = Follows::Answered(question, reply.answer);
        self.say_back(id, from, said, Some(lang), follows, now).await?;
        Ok(Taken::Taken)
    }

    /// Queues what is said back, notes what follows from the reply, and which language its sender writes. Of a reply that is brought
    /// again what it wished is not done again: they may have wished something else since.
    async fn say_back(
        &self,
        id: &str,
        to: Number,
        body: String,
        lang: Option<Lang>,
        follows: Follows,
        now: Timestamp,
    ) -> Result<(), SmsError> {
        let text = NewText {
            cause: format!("{OWN_TOPIC}:{id}"),
            topic: OWN_TOPIC,
            about: String::new(),
            to,
            body,
            code: None,
            until: now.plus_millis(ANSWER_FOR_MS),
        };
        let work = Arc::new((self.clone(), text, follows));
        self.db()
            .write(move |tx| {
                let work = Arc::clone(&work);
                Box::pin(async move {
                    let (sms, text, follows) = &*work;
                    let is_new = sms.write_in(tx, text, now).await?;
                    if let Some(lang) = lang {
                        store::set_lang(tx, &text.to, lang, now);
                    }
                    match follows {
                        Follows::Answered(question, answer) => store::set_answer(tx, question.id, *answer),
                        Follows::Wished(wish) if is_new => sms.follow_in(tx, &text.to, *wish, now),
                        Follows::Wished(_) | Follows::Nothing => {}
                    }
                    Ok::<_, SmsError>(())
                })
            })
            .await
    }
}
