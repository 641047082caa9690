//! Why somebody is in the register, and how often somebody looks in on them for it.

use serde::{Deserialize, Serialize};
use tongxin_city::{Day, words};
use utoipa::ToSchema;

words! {
    /// Why somebody is in the register.
    Group, "group" {
        /// Of sixty or older, and alone.
        AloneOld = "alone_old",
        /// Disabled.
        Disabled = "disabled",
        /// Under eighteen, with no adult at home.
        ChildAlone = "child_alone",
        /// Pregnant.
        Pregnant = "pregnant",
        /// A family with a child under three months.
        Newborn = "newborn",
        /// On dialysis.
        Dialysis = "dialysis",
        /// In chemotherapy or radiotherapy.
        Chemotherapy = "chemotherapy",
        /// On a medicine that must not run out.
        ChronicMedicine = "chronic_medicine",
        /// On oxygen at home.
        Oxygen = "oxygen",
        /// With limited means.
        LimitedMeans = "limited_means",
        /// For another reason, which the record says.
        Other = "other",
    }
}

impl Group {
    /// How often somebody of this group is looked in on, unless the record says otherwise (the community's rule: every elder
    /// alone daily, the family of a new-born every two days, oxygen at home twice a day).
    pub const fn rhythm(self) -> Rhythm {
        match self {
            Group::Oxygen => Rhythm::TwiceADay,
            Group::AloneOld | Group::ChildAlone | Group::Dialysis | Group::Chemotherapy => Rhythm::EveryDays(1),
            Group::Newborn => Rhythm::EveryDays(2),
            Group::Disabled | Group::Pregnant | Group::ChronicMedicine => Rhythm::EveryDays(3),
            Group::LimitedMeans | Group::Other => Rhythm::EveryDays(7),
        }
    }
}

/// The most days between two visits.
pub const DAYS_BETWEEN_MAX: u8 = 14;

/// How often somebody is looked in on. Ordered: the more often, the smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rhythm {
    /// In the morning and in the evening.
    TwiceADay,
    /// Once in so many days.
    EveryDays(u8),
    /// Not at all: they asked for that.
    Never,
}

impl Rhythm {
    /// The most often of what the groups ask for; [`Rhythm::Never`] without a group.
    pub fn of(groups: &[Group]) -> Rhythm {
        let often = groups.iter().map(|group| group.rhythm()).min();
        often.unwrap_or(Rhythm::Never)
    }

    /// The number it is stored as: visits go by days, twice a day is 0, never is none.
    pub const fn days(self) -> Option<i64> {
        match self {
            Rhythm::TwiceADay => Some(0),
            Rhythm::EveryDays(days) => Some(days as i64),
            Rhythm::Never => None,
        }
    }

    /// The rhythm stored as that number.
    pub fn from_days(days: Option<i64>) -> Option<Rhythm> {
        match days {
            None => Some(Rhythm::Never),
            Some(0) => Some(Rhythm::TwiceADay),
            Some(days) => {
                let days = u8::try_from(days).ok()?;
                (1..=DAYS_BETWEEN_MAX)
                    .contains(&days)
                    .then_some(Rhythm::EveryDays(days))
            }
        }
    }

    /// The first day on which they are looked in on, when they are registered or changed today.
    pub fn first_from(self, today: Day) -> Option<Day> {
        (self != Rhythm::Never).then_some(today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_belongs_to_several_groups_is_visited_as_often_as_the_neediest_asks() {
        assert_eq!(Rhythm::of(&[Group::Newborn, Group::AloneOld]), Rhythm::EveryDays(1));
        assert_eq!(Rhythm::of(&[Group::AloneOld, Group::Oxygen]), Rhythm::TwiceADay);
        assert_eq!(Rhythm::of(&[]), Rhythm::Never);
    }

    #[test]
    fn a_rhythm_reads_back_from_its_number() {
        let all = (1..=DAYS_BETWEEN_MAX).map(Rhythm::EveryDays);
        for rhythm in all.chain([Rhythm::TwiceADay, Rhythm::Never]) {
            assert_eq!(Rhythm::from_days(rhythm.days()), Some(rhythm));
        }
        assert_eq!(Rhythm::from_days(Some(15)), None);
        assert_eq!(Rhythm::from_days(Some(-1)), None);
    }
}
