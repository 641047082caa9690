//! A briefing as plain text for a terminal, at most 80 columns wide.

use crate::briefing::{Briefing, LateNeed, Line};
use crate::columns::{cut, grouped, left, right, width};
use crate::figures::FigureKey;
use std::fmt::Write as _;
use tongxin_care::{AppointmentFigureKey, CareFigureKey, DutyFigureKey};
use tongxin_city::relative::duration_in_words;
use tongxin_city::{Lang, Zone};
use tongxin_dispatch::DispatchFigureKey;
use tongxin_i18n::Texts;
use tongxin_pass::{GateVerdict, PassFigureKey};
use tongxin_supply::{CoverFigure, SupplyFigureKey};
use tongxin_volunteer::VolunteerFigureKey;

/// Columns of a terminal nobody widened.
const COLUMNS: usize = 80;
/// Columns of a table's names and of each of its numbers.
const NAME: usize = 36;
const NUMBER: usize = 11;
/// Columns of a late need: by how much, what, where.
const LATE: usize = 14;
const TITLE: usize = 32;

/// In which words, and in which zone's time.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Every word.
    pub texts: &'a Texts,
    /// The language.
    pub lang: Lang,
    /// The city's zone.
    pub zone: &'a Zone,
}

impl Words<'_> {
    pub(crate) fn t(&self, key: &str) -> String {
        self.texts.text(self.lang, key)
    }

    pub(crate) fn ta(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.texts.text_with(self.lang, key, args)
    }

    /// A figure's name.
    pub(crate) fn figure(&self, key: FigureKey) -> String {
        self.t(&format!("briefing-figure-{key}"))
    }

    /// A supply figure's name.
    pub(crate) fn supply_figure(&self, key: SupplyFigureKey) -> String {
        self.t(&format!("supply-figure-{key}"))
    }

    /// The name of a figure of passes.
    pub(crate) fn pass_figure(&self, key: PassFigureKey) -> String {
        self.t(&format!("pass-figure-{key}"))
    }

    /// The name of a figure of dispatch.
    pub(crate) fn dispatch_figure(&self, key: DispatchFigureKey) -> String {
        self.t(&format!("dispatch-counted-{key}"))
    }

    /// The name of a figure of care.
    pub(crate) fn care_figure(&self, key: CareFigureKey) -> String {
        self.t(&format!("care-counted-{key}"))
    }

    /// The name of a figure of appointments.
    pub(crate) fn appointment_figure(&self, key: AppointmentFigureKey) -> String {
        self.t(&format!("care-appointments-counted-{key}"))
    }

    /// The name of a figure of posts.
    pub(crate) fn duty_figure(&self, key: DutyFigureKey) -> String {
        self.t(&format!("care-duty-counted-{key}"))
    }

    /// The name of a figure of volunteers.
    pub(crate) fn volunteer_figure(&self, key: VolunteerFigureKey) -> String {
        self.t(&format!("volunteer-counted-{key}"))
    }

    /// What a gate said.
    pub(crate) fn verdict(&self, verdict: GateVerdict) -> String {
        self.t(&format!("pass-verdict-{verdict}"))
    }

    /// A category's name.
    pub(crate) fn cover_name(&self, cover: &CoverFigure) -> String {
        self.lang.pick(&cover.name_zh, &cover.name_en).clone()
    }

    /// How a category's cover stands.
    pub(crate) fn cover_state(&self, cover: &CoverFigure) -> String {
        self.t(&format!("supply-cover-state-{}", cover.state))
    }

    /// Days of cover, or the mark of what nobody reported.
    pub(crate) fn days(cover: &CoverFigure) -> String {
        cover.milli_days.map_or_else(|| "—".to_owned(), |days| days.to_string())
    }

    /// A number, or the mark of one that is missing.
    pub(crate) fn number(number: Option<u32>) -> String {
        number.map_or_else(|| "—".to_owned(), grouped)
    }

    /// The day, and the moment of the figures.
    pub(crate) fn as_of(&self, briefing: &Briefing) -> String {
        let day = briefing.day.format_with_year(self.lang);
        if briefing.is_today {
            self.ta(
                "briefing-as-of",
                &[("day", &day), ("time", &self.zone.format_time(briefing.as_of))],
            )
        } else {
            self.ta("briefing-whole-day", &[("day", &day)])
        }
    }

    /// The sentence that leads: what was not done.
    pub(crate) fn lead(&self, briefing: &Briefing) -> String {
        let Some(overdue) = briefing.number(FigureKey::Overdue) else {
            return self.t("briefing-lead-past");
        };
        let unanswered = briefing.number(FigureKey::Unanswered).unwrap_or(0);
        if overdue == 0 && unanswered == 0 {
            return self.t("briefing-lead-none");
        }
        self.ta(
            "briefing-lead",
            &[("overdue", &grouped(overdue)), ("unanswered", &grouped(unanswered))],
        )
    }

    /// Who has what is open: "街道 20 · 区县 15".
    pub(crate) fn by_tier(&self, briefing: &Briefing) -> String {
        let one = |line: &crate::briefing::TierLine| {
            format!(
                "{} {}",
                self.t(&format!("ledger-tier-{}", line.tier)),
                grouped(line.open)
            )
        };
        briefing
            .not_done
            .by_tier
            .iter()
            .map(one)
            .collect::<Vec<_>>()
            .join(" · ")
    }

    /// By how much a need is late.
    pub(crate) fn late(&self, briefing: &Briefing, need: &LateNeed) -> String {
        duration_in_words(briefing.as_of.millis_since(need.due_at), self.lang)
    }

    /// Where it is.
    pub(crate) fn place(&self, need: &LateNeed) -> String {
        need.places
            .iter()
            .map(|place| place.get(self.lang))
            .collect::<Vec<_>>()
            .join(" › ")
    }

    /// Who has it.
    pub(crate) fn holder(&self, need: &LateNeed) -> String {
        let word = |kind: &str, word: &str| self.t(&format!("ledger-{kind}-{word}"));
        format!(
            "{} · {}",
            word("tier", need.tier.as_str()),
            word("state", need.state.as_str())
        )
    }
}

/// The briefing as text. What was not done leads.
pub fn briefing_text(briefing: &Briefing, words: &Words<'_>) -> String {
    let mut text = String::new();
    heading(&mut text, briefing, words);
    not_done(&mut text, briefing, words);
    figures(&mut text, briefing, words);
    supply(&mut text, briefing, words);
    cover(&mut text, briefing, words);
    dispatch(&mut text, briefing, words);
    care(&mut text, briefing, words);
    volunteers(&mut text, briefing, words);
    passes(&mut text, briefing, words);
    let lifelines = briefing
        .lifelines
        .iter()
        .map(|line| (words.t(&format!("ledger-lifeline-{}", line.lifeline)), line.line));
    table(&mut text, words, &words.t("briefing-lifelines"), lifelines);
    let places = briefing
        .places
        .iter()
        .map(|line| (line.place.get(words.lang).to_owned(), line.line));
    table(&mut text, words, &words.t("briefing-places"), places);
    let address = format!("/briefing?date={}&place={}", briefing.day, briefing.place.code);
    line(&mut text, &words.t("briefing-source"));
    line(&mut text, &address);
    text
}

fn line(text: &mut String, content: &str) {
    text.push_str(content.trim_end());
    text.push('\n');
}

fn heading(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let title = words.ta("briefing-title", &[("place", briefing.place.get(words.lang))]);
    line(text, &title);
    line(text, &words.as_of(briefing));
    line(text, &"=".repeat(COLUMNS));
    text.push('\n');
}

fn section(text: &mut String, title: &str) {
    line(text, title);
    line(text, &"-".repeat(width(title).min(COLUMNS)));
}

fn not_done(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    section(text, &words.t("briefing-not-done"));
    line(text, &words.lead(briefing));
    if !briefing.not_done.by_tier.is_empty() {
        line(
            text,
            &words.ta("briefing-who-has-it", &[("tiers", &words.by_tier(briefing))]),
        );
    }
    if !briefing.not_done.oldest.is_empty() {
        text.push('\n');
        line(text, &words.t("briefing-oldest"));
    }
    for (number, need) in (1..).zip(&briefing.not_done.oldest) {
        let late = words.late(briefing, need);
        let mut row = format!(
            "{}  {}{}",
            right(&number.to_string(), 3),
            left(&late, LATE),
            left(&need.title, TITLE)
        );
        let _ = write!(row, " {}", cut(&words.place(need), COLUMNS - width(&row) - 1));
        line(text, &row);
        let lifeline = words.t(&format!("ledger-lifeline-{}", need.lifeline));
        let more = format!("{} · {lifeline} · {}", need.id, words.holder(need));
        line(
            text,
            &format!("{}{}", " ".repeat(5 + LATE), cut(&more, COLUMNS - 5 - LATE)),
        );
    }
    text.push('\n');
}

fn figures(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.figures.iter();
    let rows = rows.map(|figure| (words.figure(figure.key), figure.number, figure.day_before));
    counted(text, words, &words.t("briefing-figures"), rows);
}

fn supply(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.supply.iter();
    let rows = rows.map(|figure| (words.supply_figure(figure.key), figure.number, figure.day_before));
    counted(text, words, &words.t("briefing-supply"), rows);
}

fn cover(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    if briefing.cover.is_empty() {
        return;
    }
    section(text, &words.t("briefing-cover"));
    for cover in &briefing.cover {
        let (days, state) = (right(&Words::days(cover), NUMBER), words.cover_state(cover));
        line(
            text,
            &format!("{}{days}  {state}", left(&words.cover_name(cover), NAME)),
        );
    }
    text.push('\n');
}

fn dispatch(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.dispatch.iter();
    let rows = rows.map(|figure| {
        let name = words.dispatch_figure(figure.key);
        (name, Some(figure.number), Some(figure.day_before))
    });
    counted(text, words, &words.t("briefing-dispatch"), rows);
}

fn care(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.care.iter();
    let rows = rows.map(|figure| {
        (
            words.care_figure(figure.key),
            Some(figure.number),
            Some(figure.day_before),
        )
    });
    counted(text, words, &words.t("briefing-care"), rows);
    let rows = briefing.appointments.iter();
    let rows = rows.map(|figure| {
        let name = words.appointment_figure(figure.key);
        (name, Some(figure.number), Some(figure.day_before))
    });
    counted(text, words, &words.t("briefing-appointments"), rows);
    let rows = briefing.duty.iter();
    let rows = rows.map(|figure| (words.duty_figure(figure.key), figure.number, None));
    counted(text, words, &words.t("briefing-duty"), rows);
}

fn volunteers(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.volunteers.iter();
    let rows = rows.map(|figure| (words.volunteer_figure(figure.key), figure.number, figure.day_before));
    counted(text, words, &words.t("briefing-volunteers"), rows);
}

fn passes(text: &mut String, briefing: &Briefing, words: &Words<'_>) {
    let rows = briefing.passes.iter();
    let rows = rows.map(|figure| (words.pass_figure(figure.key), figure.number, figure.day_before));
    counted(text, words, &words.t("briefing-passes"), rows);
    if !briefing.checks.is_empty() {
        let rows = briefing.checks.iter();
        let rows = rows.map(|figure| {
            (
                words.verdict(figure.verdict),
                Some(figure.number),
                Some(figure.day_before),
            )
        });
        counted(text, words, &words.t("briefing-checks"), rows);
    }
}

/// Named numbers, each beside that of the day before.
fn counted(
    text: &mut String,
    words: &Words<'_>,
    title: &str,
    rows: impl Iterator<Item = (String, Option<u32>, Option<u32>)>,
) {
    let (day, before) = (words.t("briefing-column-day"), words.t("briefing-column-before"));
    section(text, title);
    line(
        text,
        &format!("{}{}{}", left("", NAME), right(&day, NUMBER), right(&before, NUMBER)),
    );
    for (name, number, before) in rows {
        let before = before.map(grouped).unwrap_or_default();
        let number = Words::number(number);
        line(
            text,
            &format!(
                "{}{}{}",
                left(&name, NAME),
                right(&number, NUMBER),
                right(&before, NUMBER)
            ),
        );
    }
    text.push('\n');
}

fn table(text: &mut String, words: &Words<'_>, title: &str, rows: impl Iterator<Item = (String, Line)>) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    section(text, title);
    let headings = [
        FigureKey::Raised,
        FigureKey::StruckOff,
        FigureKey::Open,
        FigureKey::Overdue,
    ]
    .map(|key| right(&words.t(&format!("briefing-short-{key}")), NUMBER));
    line(text, &format!("{}{}", left("", NAME), headings.concat()));
    for (name, row) in rows {
        let numbers = [Some(row.raised), Some(row.struck_off), row.open, row.overdue]
            .map(|number| right(&Words::number(number), NUMBER));
        line(text, &format!("{}{}", left(&name, NAME), numbers.concat()));
    }
    text.push('\n');
}
