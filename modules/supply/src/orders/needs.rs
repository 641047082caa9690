//! What goes wrong with an order becomes a need of its household, in the same write. The system raises it; people deal
//! with it and strike it off, also when the order comes after all.

use crate::error::SupplyError;
use crate::kinds::ORDER;
use crate::rules::order::{Decision, OrderLine, is_short};
use crate::store::basket;
use crate::store::orders::Order;
use crate::store::orders::write::NewShort;
use crate::{Supply, TEXTS};
use std::sync::LazyLock;
use tongxin_city::{Lang, NeedId, Timestamp};
use tongxin_i18n::Texts;
use tongxin_ledger::{Asker, NewNeed};
use tongxin_storage::Tx;

/// Needs are read in either language, so they are written in both.
static WORDS: LazyLock<Texts> = LazyLock::new(|| Texts::new(&[TEXTS]));

fn in_both(key: &str, args: &[(&str, &str)]) -> [String; 2] {
    [Lang::Zh, Lang::En].map(|lang| WORDS.text_with(lang, key, args))
}

impl Supply {
    /// Raises that an order is late.
    pub(crate) async fn raise_late(&self, tx: &mut Tx, order: &Order, now: Timestamp) -> Result<NeedId, SupplyError> {
        let (city, number) = (self.places().city()?, order.id.to_string());
        let about = [Lang::Zh, Lang::En].map(|lang| {
            let due = city.file.zone.format(order.due_at, lang);
            let args = [("number", number.as_str()), ("due", due.as_str())];
            WORDS.text_with(lang, "supply-order-need-late-body", &args)
        });
        self.raise_about(tx, order, "late", "supply-order-need-late", &about, now)
            .await
    }

    /// Raises that a decision leaves an order short, unless an open need says so already: an order that is packed short,
    /// and once more after packing was taken back, has one need as long as people have not closed it. What goes wrong
    /// after they did is theirs to hear of again.
    pub(super) async fn short_of(
        &self,
        tx: &mut Tx,
        order: &Order,
        decision: &Decision,
        now: Timestamp,
    ) -> Result<Option<NewShort>, SupplyError> {
        if !decision.is_short {
            return Ok(None);
        }
        let is_counted = match order.short_need {
            None => false,
            Some(before) => {
                if self.ledger().is_open_in(tx, before).await? {
                    return Ok(None);
                }
                let zone = &self.places().city()?.file.zone;
                zone.day_of(before.created_at()) == zone.day_of(now)
            }
        };
        let need = self.raise_short(tx, order, &decision.lines, now).await?;
        Ok(Some(NewShort { need, is_counted }))
    }

    /// Raises that an order came short, and of what.
    async fn raise_short(
        &self,
        tx: &mut Tx,
        order: &Order,
        lines: &[OrderLine],
        now: Timestamp,
    ) -> Result<NeedId, SupplyError> {
        let mut about = in_both("supply-order-need-short-body", &[("number", &order.id.to_string())]);
        for line in lines.iter().filter(|line| is_short(line, lines)) {
            let name = basket::item_name(tx, line.item).await?;
            let wanted = line.ordered.max(line.pieces()).to_string();
            let args = [
                ("name", name.as_str()),
                ("got", &line.payable().to_string()),
                ("wanted", &wanted),
            ];
            for (text, line) in about.iter_mut().zip(in_both("supply-order-need-short-line", &args)) {
                text.push('\n');
                text.push_str(&line);
            }
        }
        self.raise_about(tx, order, "short", "supply-order-need-short", &about, now)
            .await
    }

    async fn raise_about(
        &self,
        tx: &mut Tx,
        order: &Order,
        topic: &str,
        title: &str,
        about: &[String; 2],
        now: Timestamp,
    ) -> Result<NeedId, SupplyError> {
        let new = NewNeed {
            kind: ORDER.key.to_owned(),
            topic: topic.to_owned(),
            priority: None,
            place: order.building,
            household: Some(order.household),
            org: None,
            title: in_both(title, &[]).join(" · "),
            body: about.join("\n\n").chars().take(NEED_BODY_CHARS).collect(),
            contact: None,
        };
        Ok(self.ledger().raise_in(tx, &Asker::system(), new, None, now).await?.id)
    }
}

/// A need's text holds at most so many characters; a long list of missing goods is cut.
const NEED_BODY_CHARS: usize = 1_800;
