//! Unit and floor from what stands on a door, as people in China write it.
//!
//! `3-2-1203`, `2单元1203`, `1203室`, `12-3`, `A座十二楼3号`: nobody enters units and floors a second time, and half of all
//! doors carry only such a label. What can't be told is not told; what is a habit rather than a rule is marked as a guess.

use super::pace::{FLOOR_MAX, FLOOR_MIN};

/// The longest label that is looked at, in characters.
const LABEL_CHARS_MAX: usize = 40;
/// Most digits of a room: two for the floor and two for the door (1203), or one and two (301). More could be split anyhow.
const ROOM_DIGITS: std::ops::RangeInclusive<usize> = 3..=4;
/// The largest unit; a longer number is something else.
const UNIT_MAX: u32 = 99;

/// How sure a reading is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// The label says so.
    Certain,
    /// Read by habit; another reading is possible. `12-3` is taken for floor 12, door 3, as in Chongqing, and could be unit
    /// 12, door 3.
    Guessed,
    /// The floor can't be told.
    Unknown,
}

/// What a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorLabel {
    /// The unit (单元), if the label has one.
    pub unit: Option<u16>,
    /// The floor: 1 is the ground, -1 the first below it.
    pub floor: Option<i16>,
    /// The door on that floor: 3 of `1203`, of `12-3` and of `12楼3号`.
    pub room: Option<u16>,
    /// How sure that is.
    pub certainty: Certainty,
}

impl DoorLabel {
    const UNKNOWN: DoorLabel = DoorLabel {
        unit: None,
        floor: None,
        room: None,
        certainty: Certainty::Unknown,
    };
}

/// Reads a door's label. Never fails: what can't be told is `None`, and the certainty says so.
pub fn read_door_label(label: &str) -> DoorLabel {
    if label.chars().count() > LABEL_CHARS_MAX {
        return DoorLabel::UNKNOWN;
    }
    let mut reading = Reading::default();
    for part in parts(label) {
        reading.take(part);
    }
    reading.answer()
}

/// A number and the word after it.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    /// The word before the number, where no number stands before that.
    before: String,
    digits: String,
    after: String,
    /// Whether a dash with no number before it, 负 or 地下 stands before it.
    is_below: bool,
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    unit: Option<u32>,
    floor: Option<i32>,
    /// Numbers that no word explains, in order.
    bare: Vec<String>,
    has_building: bool,
    has_strange_words: bool,
}

impl Reading {
    fn take(&mut self, part: Part) {
        let is_prefix_known = matches!(part.before.as_str(), "" | "第" | "负" | "地下");
        self.has_strange_words |= !is_prefix_known;
        let number = part.digits.parse::<u32>().ok();
        match part.after.as_str() {
            "栋" | "幢" | "座" | "号楼" | "栋楼" | "期" | "区" | "号院" | "院" | "#" | "号楼#" => {
                self.has_building = true
            }
            "单元" | "门" | "单元-" => self.unit = number,
            "楼" | "层" | "F" | "楼层" => {
                let floor = number.and_then(|number| i32::try_from(number).ok());
                self.floor = floor.map(|floor| if part.is_below { -floor } else { floor });
            }
            "" | "室" | "号" | "户" | "房" | "号房" | "房间" => self.bare.push(part.digits),
            _ => {
                self.has_strange_words = true;
                self.bare.push(part.digits);
            }
        }
    }

    fn answer(mut self) -> DoorLabel {
        let mut is_guess = self.has_strange_words;
        let room = self.bare.pop();
        let on_floor = room.as_deref().and_then(room_on_floor);
        if self.floor.is_none() {
            self.floor = match (&room, self.bare.last()) {
                (Some(room), _) if ROOM_DIGITS.contains(&room.len()) => room[..room.len() - 2].parse().ok(),
                // A short number behind another one is a door, and that one its floor.
                (Some(room), Some(_)) if room.len() < *ROOM_DIGITS.start() => {
                    is_guess |= self.unit.is_none();
                    self.bare.pop().and_then(|floor| floor.parse().ok())
                }
                _ => None,
            };
        }
        if self.unit.is_none()
            && let Some(unit) = self.bare.pop()
        {
            // 3-1502 may be unit 3 or building 3; with a building before it, it is the unit.
            is_guess |= !self.has_building && self.bare.is_empty();
            self.unit = unit.parse().ok();
        }
        let floor = self.floor.and_then(|floor| i16::try_from(floor).ok());
        let floor = floor.filter(|floor| *floor != 0 && (FLOOR_MIN..=FLOOR_MAX).contains(floor));
        let unit = self.unit.filter(|unit| (1..=UNIT_MAX).contains(unit));
        DoorLabel {
            unit: unit.and_then(|unit| u16::try_from(unit).ok()),
            floor,
            room: on_floor,
            certainty: match floor {
                None => Certainty::Unknown,
                Some(_) if is_guess => Certainty::Guessed,
                Some(_) => Certainty::Certain,
            },
        }
    }
}

/// The door on its floor: the last two digits of a room that begins with its floor, else the number itself.
fn room_on_floor(room: &str) -> Option<u16> {
    let own = match room.len() {
        length if ROOM_DIGITS.contains(&length) => &room[length - 2..],
        length if length < *ROOM_DIGITS.start() => room,
        _ => return None,
    };
    own.parse().ok()
}

/// Cuts a label into numbers with the words around them.
fn parts(label: &str) -> Vec<Part> {
    let chars = plain(label);
    let mut parts: Vec<Part> = Vec::new();
    let (mut word, mut has_dash) = (String::new(), false);
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            match chars[at] {
                '-' => has_dash = true,
                c => word.push(c),
            }
            at += 1;
            continue;
        }
        let end = (at..chars.len())
            .find(|&end| !chars[end].is_ascii_digit())
            .unwrap_or(chars.len());
        let (after, before) = split_word(std::mem::take(&mut word), parts.is_empty());
        if let Some(last) = parts.last_mut() {
            last.after = after;
        }
        let is_dash_first = has_dash && parts.last().is_none_or(|last| !last.after.is_empty());
        let is_below = is_dash_first || before == "负" || before == "地下";
        let digits = chars[at..end].iter().collect();
        parts.push(Part {
            before,
            digits,
            after: String::new(),
            is_below,
        });
        (at, has_dash) = (end, false);
    }
    if let Some(last) = parts.last_mut() {
        last.after = word;
    }
    parts
}

/// A word between two numbers, as what follows the first and what comes before the second.
fn split_word(word: String, is_first: bool) -> (String, String) {
    if is_first {
        return (String::new(), word);
    }
    for before in ["负", "地下", "第"] {
        if let Some(after) = word.strip_suffix(before) {
            return (after.to_owned(), before.to_owned());
        }
    }
    (word, String::new())
}

/// Full-width signs and Chinese numerals as plain ones, any dash as `-`, no blanks.
fn plain(label: &str) -> Vec<char> {
    let mut chars: Vec<char> = Vec::new();
    let mut numeral = Vec::new();
    for c in label.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '—' | '–' | '‐' | '−' | '―' | '_' | '~' | '/' | '.' => '-',
            c => c.to_ascii_uppercase(),
        };
        if "零〇一二两三四五六七八九十百".contains(c) {
            numeral.push(c);
            continue;
        }
        chars.extend(digits_of(&std::mem::take(&mut numeral)));
        if !c.is_whitespace() {
            chars.push(c);
        }
    }
    chars.extend(digits_of(&numeral));
    chars
}

/// What a sign of a Chinese numeral counts; 0 for those that only say a place, as 零 and 十 do.
pub const fn numeral_digit(sign: char) -> u32 {
    match sign {
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => 0,
    }
}

/// A Chinese numeral in digits: 十二 is 12, 一二〇三 is 1203.
fn digits_of(numeral: &[char]) -> Vec<char> {
    if !numeral.iter().any(|c| matches!(c, '十' | '百')) {
        return numeral
            .iter()
            .filter_map(|c| char::from_digit(numeral_digit(*c), 10))
            .collect();
    }
    let (mut sum, mut ones) = (0_u32, 0_u32);
    for c in numeral {
        match c {
            '百' => (sum, ones) = (sum.saturating_add(ones.max(1) * 100), 0),
            '十' => (sum, ones) = (sum.saturating_add(ones.max(1) * 10), 0),
            c => ones = numeral_digit(*c),
        }
    }
    sum.saturating_add(ones).to_string().chars().collect()
}
