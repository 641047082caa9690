//! The check at a gate: a text, the keys, the status list and the situation in; a verdict out.

use tongxin_city::Timestamp;

use crate::keys::{IssuerKey, KeySet, KeyStatus};
use crate::pass::Pass;
use crate::place_rule::{PlaceAnswer, place_rule};
use crate::situation::Situation;
use crate::status::StatusList;
use crate::text::Sealed;
use crate::time_rule::{Clock, TimeAnswer, hours_rule, span_rule};
use crate::verdict::{Doubt, Edge, Fault, KeyTrouble, ListGap, Refusal, Verdict};

/// Judges a text as it was read from a QR code.
///
/// A definite refusal is told before a doubt, and what can't be believed before everything: revoked, ended, not begun,
/// elsewhere, other direction, other hours; then a list that is too old, and a clock that is not good enough.
pub fn check(text: &str, keys: &KeySet, list: &StatusList, gate: &Situation<'_>) -> Verdict {
    let opened = open(text, keys).and_then(|(sealed, key)| {
        if sealed.is_signed_by(&key.public) {
            believe(&sealed, key)
        } else {
            Err(Fault::Forged(sealed.key_id))
        }
    });
    match opened {
        Ok(pass) => judge(pass, keys, list, gate),
        Err(fault) => Verdict::NotAccepted(fault),
    }
}

/// Takes a text apart and finds the key it names; the signature is not looked at yet.
pub(crate) fn open<'a>(text: &str, keys: &'a KeySet) -> Result<(Sealed, &'a IssuerKey), Fault> {
    let sealed = Sealed::read(text)?;
    let trouble = |trouble| Fault::UnknownKey(sealed.key_id, trouble);
    let key = keys.get(sealed.key_id).ok_or_else(|| trouble(KeyTrouble::NotInSet))?;
    if key.status == KeyStatus::Withdrawn {
        return Err(trouble(KeyTrouble::Withdrawn));
    }
    Ok((sealed, key))
}

/// What a text says whose signature is the key's, if the key may say so.
pub(crate) fn believe(sealed: &Sealed, key: &IssuerKey) -> Result<Pass, Fault> {
    let pass = sealed.pass()?;
    if key.issuer != pass.issuer {
        Err(Fault::UnknownKey(sealed.key_id, KeyTrouble::OtherIssuer))
    } else if !key.spans(pass.not_before) {
        Err(Fault::UnknownKey(sealed.key_id, KeyTrouble::OutsideSpan))
    } else {
        Ok(pass)
    }
}

/// Judges a pass that is a true one.
pub(crate) fn judge(pass: Pass, keys: &KeySet, list: &StatusList, gate: &Situation<'_>) -> Verdict {
    let clock = Clock::of(gate);
    let pass = Box::new(pass);
    let times = [span_rule(&pass, clock), hours_rule(&pass, gate, clock)];
    if let Some(why) = refusal(&pass, list, gate, times) {
        return Verdict::Refused { pass, why };
    }
    let edges = [behind(keys.issued_at(), clock), behind(list.about().issued_at, clock)]
        .into_iter()
        .flatten();
    let edge = edges.chain(times.into_iter().filter_map(TimeAnswer::edge)).next();
    let unsure = edge.map(|edge| Doubt::ClockUnsure {
        edge,
        clock_uncertainty: gate.clock_uncertainty,
    });
    match gap(&pass, keys, list, clock).map(Doubt::ListTooOld).or(unsure) {
        Some(why) => Verdict::Unsure { pass, why },
        None => Verdict::Valid(pass),
    }
}

fn refusal(pass: &Pass, list: &StatusList, gate: &Situation<'_>, [span, hours]: [TimeAnswer; 2]) -> Option<Refusal> {
    let is_its_list = list.about().issuer == pass.issuer;
    if is_its_list && list.statuses().is_revoked(pass.number) == Some(true) {
        let as_of = list.about().issued_at;
        return Some(Refusal::Revoked { as_of });
    }
    let place = match place_rule(&pass.scope, gate) {
        PlaceAnswer::Allowed => None,
        PlaceAnswer::OtherDirection => Some(Refusal::NotThisDirection {
            allowed: gate.direction.back(),
        }),
        PlaceAnswer::Elsewhere => Some(Refusal::NotThisPlace { place: gate.place }),
    };
    span.refusal().or(place).or(hours.refusal())
}

/// What the held files lack to say that the pass is not revoked.
fn gap(pass: &Pass, keys: &KeySet, list: &StatusList, clock: Clock) -> Option<ListGap> {
    let about = list.about();
    if about.issuer != pass.issuer {
        return Some(ListGap::OtherIssuer);
    }
    if list.statuses().is_revoked(pass.number).is_none() {
        return Some(ListGap::BeyondList);
    }
    let is_over = |good_until: Timestamp| clock.may_be_after(good_until);
    if is_over(about.good_until) {
        let good_until = about.good_until;
        return Some(ListGap::Statuses { good_until });
    }
    let good_until = keys.good_until();
    is_over(good_until).then_some(ListGap::Keys { good_until })
}

/// A file that the gate holds was signed before it came: a clock that says otherwise is slow.
fn behind(signed_at: Timestamp, clock: Clock) -> Option<Edge> {
    clock.is_before(signed_at).then_some(Edge::SignedAhead(signed_at))
}

impl TimeAnswer {
    fn refusal(self) -> Option<Refusal> {
        match self {
            TimeAnswer::Refused(why) => Some(why),
            _ => None,
        }
    }

    fn edge(self) -> Option<Edge> {
        match self {
            TimeAnswer::Unsure(edge) => Some(edge),
            _ => None,
        }
    }
}
