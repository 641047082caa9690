//! Whether somebody can take a place, and how near it is. What holds for one who signs up holds for a match too.

use crate::rules::person::{Reach, Skill, VolunteerState, is_adult};
use crate::rules::rest::{Span, Tired, may_take};
use tongxin_city::{Level, PlaceCode, Widths, Zone, words};

/// What somebody is able to do, as far as a place asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Able {
    /// How they stand.
    pub state: VolunteerState,
    /// The year they were born in.
    pub birth_year: i16,
    /// Whether they are insured while they help.
    pub is_covered: bool,
    /// What they can do.
    pub skills: Vec<Skill>,
}

/// What a place asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What its holder has to be able to do.
    pub skill: Option<Skill>,
    /// Whether its holder goes into controlled buildings.
    pub is_entering: bool,
    /// From when until when.
    pub span: Span,
}

words! {
    /// Why somebody can't do what a place asks for, whatever else they have taken on.
    Unable, "reason why somebody can't have a place" {
        /// The community has yet to verify them, or said no.
        NotVerified = "not_verified",
        /// They may not be of age, and go into no controlled building.
        Minor = "minor",
        /// They are not insured, and go into no controlled building.
        NotCovered = "not_covered",
        /// They can't do what is asked.
        NoSkill = "no_skill",
    }
}

impl Unable {
    /// The code of the refusal that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Unable::NotVerified => "volunteer-not-verified",
            Unable::Minor => "volunteer-minor",
            Unable::NotCovered => "volunteer-not-covered",
            Unable::NoSkill => "volunteer-no-skill",
        }
    }
}

/// Why somebody can't take a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// They can't do what is asked for.
    Unable(Unable),
    /// They would not rest.
    Tired(Tired),
}

impl Unfit {
    /// The code of the refusal that says so.
    pub const fn code(self) -> &'static str {
        match self {
            Unfit::Unable(unable) => unable.code(),
            Unfit::Tired(tired) => tired.code(),
        }
    }
}

/// Whether somebody who has these shifts already can take a place.
///
/// # Errors
/// Why not, the first reason there is.
pub fn fits(able: &Able, wanted: &Wanted, others: &[Span], zone: &Zone) -> Result<(), Unfit> {
    if able.state != VolunteerState::Verified {
        return Err(Unfit::Unable(Unable::NotVerified));
    }
    may_keep(able, wanted, zone).map_err(Unfit::Unable)?;
    may_take(&wanted.span, others, zone).map_err(Unfit::Tired)
}

/// Whether somebody can keep a place that they have. Whom the community has yet to look at anew keeps what leads into no
/// controlled building.
///
/// # Errors
/// Why not, the first reason there is.
pub fn may_keep(able: &Able, wanted: &Wanted, zone: &Zone) -> Result<(), Unable> {
    if matches!(able.state, VolunteerState::Refused | VolunteerState::Erased) {
        return Err(Unable::NotVerified);
    }
    may_enter(able.birth_year, able.is_covered, wanted, zone)?;
    if wanted.skill.is_some_and(|skill| !able.skills.contains(&skill)) {
        return Err(Unable::NoSkill);
    }
    if wanted.is_entering && able.state == VolunteerState::Applied {
        return Err(Unable::NotVerified);
    }
    Ok(())
}

/// Whether somebody can go where the place leads.
///
/// # Errors
/// Why not.
pub fn may_enter(birth_year: i16, is_covered: bool, wanted: &Wanted, zone: &Zone) -> Result<(), Unable> {
    if wanted.is_entering && !is_adult(birth_year, zone.day_of(wanted.span.start)) {
        return Err(Unable::Minor);
    }
    if wanted.is_entering && !is_covered {
        return Err(Unable::NotCovered);
    }
    Ok(())
}

/// The levels at which near and far are told apart, the nearest first.
pub const NEAR_LEVELS: [Level; 4] = [Level::Community, Level::Subdistrict, Level::District, Level::City];

/// How near two places lie in the tree: within which level both are.
pub fn near(one: &PlaceCode, other: &PlaceCode, widths: &Widths) -> Reach {
    let shared = one.shared_width(other);
    let at = NEAR_LEVELS.iter().position(|level| shared >= widths.width(*level));
    at.map_or(Reach::City, |at| Reach::ALL[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxin_city::Timestamp;

    const START: Timestamp = Timestamp(1_669_280_400_000);

    fn able() -> Able {
        Able {
            state: VolunteerState::Verified,
            birth_year: 1990,
            is_covered: true,
            skills: vec![Skill::Driving],
        }
    }

    fn zone() -> Zone {
        Zone::named("Asia/Shanghai").expect("a zone")
    }

    fn wanted(is_entering: bool, skill: Option<Skill>) -> Wanted {
        Wanted {
            skill,
            is_entering,
            span: START..START.plus_hours(3),
        }
    }

    fn verdict(able: &Able, is_entering: bool, skill: Option<Skill>) -> Result<(), Unable> {
        fits(able, &wanted(is_entering, skill), &[], &zone()).map_err(|unfit| match unfit {
            Unfit::Unable(unable) => unable,
            Unfit::Tired(tired) => panic!("{tired:?} with nothing else to do"),
        })
    }

    #[test]
    fn minors_and_those_without_cover_go_into_no_controlled_building() {
        let minor = Able {
            birth_year: 2004,
            ..able()
        };
        assert_eq!(verdict(&minor, true, None), Err(Unable::Minor));
        assert_eq!(verdict(&minor, false, None), Ok(()));
        let uncovered = Able {
            is_covered: false,
            ..able()
        };
        assert_eq!(verdict(&uncovered, true, None), Err(Unable::NotCovered));
    }

    #[test]
    fn a_skill_is_had_and_a_volunteer_known() {
        assert_eq!(verdict(&able(), true, Some(Skill::Driving)), Ok(()));
        assert_eq!(verdict(&able(), true, Some(Skill::Medical)), Err(Unable::NoSkill));
        let new = Able {
            state: VolunteerState::Applied,
            ..able()
        };
        assert_eq!(verdict(&new, false, None), Err(Unable::NotVerified));
    }

    #[test]
    fn whom_the_community_looks_at_anew_keeps_what_leads_into_no_controlled_building() {
        let keeps = |state: VolunteerState, is_entering: bool| {
            let able = Able { state, ..able() };
            may_keep(&able, &wanted(is_entering, Some(Skill::Driving)), &zone())
        };
        assert_eq!(keeps(VolunteerState::Verified, true), Ok(()));
        assert_eq!(keeps(VolunteerState::Applied, false), Ok(()));
        assert_eq!(keeps(VolunteerState::Applied, true), Err(Unable::NotVerified));
        assert_eq!(keeps(VolunteerState::Refused, false), Err(Unable::NotVerified));
    }

    #[test]
    fn near_is_told_by_the_code() {
        let code = |text: &str| text.parse::<PlaceCode>().expect("a code");
        let near = |one: &str, other: &str| near(&code(one), &code(other), &Widths::CHINA);
        assert_eq!(near("500112016001", "500112016001002003"), Reach::Community);
        assert_eq!(near("500112016001", "500112016002"), Reach::Subdistrict);
        assert_eq!(near("500112016001", "500112016"), Reach::Subdistrict);
        assert_eq!(near("500112016001", "500112017001"), Reach::District);
        assert_eq!(near("500112016001", "500103001001"), Reach::City);
    }
}
