//! What a pass is for, whom it belongs to, and its number.

use crate::limits::NUMBERS_MAX;

/// What a pass is for. A number that this version has no name for is kept as it is: a gate shows it as "other".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 重点物资: key goods.
    KeyGoods,
    /// 商超保供人员: supermarket staff.
    MarketStaff,
    /// 货车司机: truck drivers.
    TruckDriver,
    /// 骑手: delivery riders.
    Rider,
    /// 志愿者: volunteers.
    Volunteer,
    /// 医护: medical staff.
    Medical,
    /// 重点项目人员: project workers.
    ProjectWorker,
    /// 就医人员: patients on their way to an appointment, and whoever comes along.
    Patient,
    /// A kind that was added later, by its number.
    Other(OtherKind),
}

/// The number of a kind without a name here, so that no kind can be written in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct OtherKind(u16);

impl OtherKind {
    /// Its number.
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl Kind {
    /// The kinds with names, in the order of their numbers, which start with 1.
    pub const NAMED: [Kind; 8] = [
        Kind::KeyGoods,
        Kind::MarketStaff,
        Kind::TruckDriver,
        Kind::Rider,
        Kind::Volunteer,
        Kind::Medical,
        Kind::ProjectWorker,
        Kind::Patient,
    ];

    /// The kind of that number; nothing for 0.
    pub fn from_number(number: u16) -> Option<Kind> {
        let index = usize::from(number).checked_sub(1)?;
        Some(
            Kind::NAMED
                .get(index)
                .copied()
                .unwrap_or(Kind::Other(OtherKind(number))),
        )
    }

    /// Its number in the format.
    pub fn number(self) -> u16 {
        match self {
            Kind::KeyGoods => 1,
            Kind::MarketStaff => 2,
            Kind::TruckDriver => 3,
            Kind::Rider => 4,
            Kind::Volunteer => 5,
            Kind::Medical => 6,
            Kind::ProjectWorker => 7,
            Kind::Patient => 8,
            Kind::Other(OtherKind(number)) => number,
        }
    }

    /// The key used in files, JSON and language files.
    pub const fn key(self) -> &'static str {
        match self {
            Kind::KeyGoods => "key_goods",
            Kind::MarketStaff => "market_staff",
            Kind::TruckDriver => "truck_driver",
            Kind::Rider => "rider",
            Kind::Volunteer => "volunteer",
            Kind::Medical => "medical",
            Kind::ProjectWorker => "project_worker",
            Kind::Patient => "patient",
            Kind::Other(_) => "other",
        }
    }
}

/// Who or what may pass. No more is told than a person at a gate compares with a card or a plate.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Holder {
    /// A person, by surname and the last four characters of an id that the person chose to show.
    Person {
        /// The surname.
        surname: String,
        /// Four digits or capital letters.
        id_end: String,
    },
    /// A vehicle, whoever drives it.
    Vehicle {
        /// The plate, without spaces: `渝A7B231`.
        plate: String,
    },
}

/// The number of a pass with its issuer, from 0 up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassNumber(u32);

impl PassNumber {
    /// That number; nothing when no status list is so long.
    pub const fn new(number: u32) -> Option<PassNumber> {
        if number < NUMBERS_MAX {
            Some(PassNumber(number))
        } else {
            None
        }
    }

    /// As a number.
    pub const fn get(self) -> u32 {
        self.0
    }
}
