//! What a drill shows while it plays: one line that changes on a terminal, a line now and then elsewhere.

use std::io::Write as _;
use std::time::{Duration, Instant};
use tongxin_city::{Lang, Timestamp, Zone};
use tongxin_i18n::Texts;

/// Time between two changes of the line on a terminal.
const TERMINAL_EVERY: Duration = Duration::from_millis(200);
/// Time between two lines elsewhere.
const LINES_EVERY: Duration = Duration::from_secs(5);

/// Where progress goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Nowhere.
    Nothing,
    /// Lines on standard error.
    Lines,
    /// One line that changes, on a terminal's standard error.
    Terminal,
}

/// The drill's progress, in the reader's language.
#[derive(Debug)]
pub struct Progress {
    show: Show,
    lang: Lang,
    texts: Texts,
    zone: Zone,
    started: Instant,
    shown: Option<Instant>,
    has_open_line: bool,
}

/// How far the play is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing {
    pub now: Timestamp,
    pub raised: usize,
    pub solved: usize,
    pub ordered: usize,
    pub arrived: usize,
    pub commands: u64,
    pub commands_per_second: u64,
    pub percent: u64,
}

impl Progress {
    /// Progress in that language, with times in the city's zone.
    pub fn new(show: Show, lang: Lang, zone: Zone) -> Progress {
        let texts = Texts::new(&[crate::TEXTS]);
        Progress {
            show,
            lang,
            texts,
            zone,
            started: Instant::now(),
            shown: None,
            has_open_line: false,
        }
    }

    /// Begins a stage: a text key.
    pub(crate) fn stage(&mut self, key: &str) {
        self.shown = None;
        let text = self.texts.text(self.lang, key);
        self.write_whole(&text);
    }

    /// How much of a stage's work is done.
    pub(crate) fn done(&mut self, key: &str, done: usize, total: usize) {
        let is_last = done >= total;
        if !self.is_time() && !is_last {
            return;
        }
        let (done, total) = (done.to_string(), total.to_string());
        let text = self
            .texts
            .text_with(self.lang, key, &[("done", &done), ("total", &total)]);
        self.write(&text, is_last);
    }

    /// How far the play is; `is_last` for its end.
    pub(crate) fn played(&mut self, standing: &Standing, is_last: bool) {
        if !self.is_time() && !is_last {
            return;
        }
        let text = self.texts.text_with(
            self.lang,
            "drill-playing",
            &[
                ("time", &self.zone.format(standing.now, self.lang)),
                ("raised", &standing.raised.to_string()),
                ("solved", &standing.solved.to_string()),
                ("ordered", &standing.ordered.to_string()),
                ("arrived", &standing.arrived.to_string()),
                ("commands", &standing.commands.to_string()),
                ("rate", &standing.commands_per_second.to_string()),
                ("percent", &standing.percent.to_string()),
            ],
        );
        self.write(&text, is_last);
    }

    /// Whether it is time to show something again.
    fn is_time(&mut self) -> bool {
        let every = match self.show {
            Show::Nothing => return false,
            Show::Lines => LINES_EVERY,
            Show::Terminal => TERMINAL_EVERY,
        };
        let is_time = self.shown.is_none_or(|shown| shown.elapsed() >= every);
        if is_time {
            self.shown = Some(Instant::now());
        }
        is_time
    }

    fn write(&mut self, text: &str, is_last: bool) {
        match self.show {
            Show::Nothing => {}
            Show::Lines => self.write_whole(text),
            Show::Terminal => {
                // A terminal that is gone is no reason to stop.
                let _ = write!(std::io::stderr(), "\r\x1b[2K{}", self.timed(text));
                let _ = std::io::stderr().flush();
                self.has_open_line = true;
                if is_last {
                    self.close_line();
                }
            }
        }
    }

    fn write_whole(&mut self, text: &str) {
        self.close_line();
        if self.show != Show::Nothing {
            let _ = writeln!(std::io::stderr(), "{}", self.timed(text));
        }
    }

    fn close_line(&mut self) {
        if std::mem::take(&mut self.has_open_line) {
            let _ = writeln!(std::io::stderr());
        }
    }

    fn timed(&self, text: &str) -> String {
        format!("{:>6.1} s  {text}", self.started.elapsed().as_secs_f64())
    }
}
