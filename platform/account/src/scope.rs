//! On which rows a viewer may do something. A store function that takes a [`Scope`] bounds its SQL with
//! [`Scope::push_sql`]; one that forgot it does not compile.

use tongxin_city::{HouseholdId, OrgId, PlaceCode};
use tongxin_storage::Sql;

/// Places, organisations and at most one household. Empty means: no row at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// Everything at and inside these places.
    pub places: Vec<PlaceCode>,
    /// Everything of these organisations.
    pub orgs: Vec<OrgId>,
    /// Everything of this household.
    pub household: Option<HouseholdId>,
}

impl Scope {
    /// Everything inside one place: for the system's own work, such as a briefing of that place.
    pub fn of_place(place: PlaceCode) -> Scope {
        Scope {
            places: vec![place],
            ..Scope::default()
        }
    }

    /// Adds a place. Of two where one lies inside the other the wider stays: whoever works in a community and holds posts in it
    /// is not asked for each of them.
    pub(crate) fn add_place(&mut self, place: PlaceCode) {
        if !self.contains_place(&place) {
            self.places.retain(|own| !own.is_inside(&place));
            self.places.push(place);
        }
    }

    /// Everything of one organisation.
    pub fn of_org(org: OrgId) -> Scope {
        Scope {
            orgs: vec![org],
            ..Scope::default()
        }
    }

    /// The widest place: where its holder starts.
    pub fn widest_place(&self) -> Option<PlaceCode> {
        self.places.iter().copied().min_by_key(|place| (place.width(), *place))
    }

    /// Whether that place is one of the scope's or lies inside one.
    pub fn contains_place(&self, code: &PlaceCode) -> bool {
        self.places.iter().any(|outer| code.is_inside(outer))
    }

    /// Whether a row of that place, organisation and household is inside: any one of them is enough.
    pub fn contains(&self, place: &PlaceCode, org: Option<OrgId>, household: Option<HouseholdId>) -> bool {
        self.contains_place(place)
            || org.is_some_and(|org| self.orgs.contains(&org))
            || (household.is_some() && household == self.household)
    }

    /// Whether no row can be inside.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty() && self.orgs.is_empty() && self.household.is_none()
    }

    /// The same scope, bounded to what lies inside `place` (organisations and the household stay: their rows are bounded
    /// by the place column where it matters).
    #[must_use]
    pub fn within(&self, place: &PlaceCode) -> Scope {
        let places = self.places.iter().filter_map(|own| {
            if own.is_inside(place) {
                Some(*own)
            } else {
                place.is_inside(own).then_some(*place)
            }
        });
        Scope {
            places: places.collect(),
            ..self.clone()
        }
    }

    /// Adds a condition in brackets that holds for exactly the rows inside. A column that is `None` does not exist in
    /// this query, so that part of the scope reaches nothing.
    pub fn push_sql(
        &self,
        sql: &mut Sql,
        place_column: Option<&'static str>,
        org_column: Option<&'static str>,
        household_column: Option<&'static str>,
    ) {
        let mut joiner = "(";
        if let Some(column) = place_column {
            for place in &self.places {
                let (from, below) = place.range();
                sql.push(joiner).push("(").push(column).push(" >= ").bind(from);
                sql.push(" AND ").push(column).push(" < ").bind(below).push(")");
                joiner = " OR ";
            }
        }
        if let Some(column) = org_column.filter(|_| !self.orgs.is_empty()) {
            sql.push(joiner)
                .push(column)
                .push(" IN ")
                .bind_list(self.orgs.iter().map(|org| org.get()));
            joiner = " OR ";
        }
        if let (Some(column), Some(household)) = (household_column, self.household) {
            sql.push(joiner).push(column).push(" = ").bind(household.get());
            joiner = " OR ";
        }
        sql.push(if joiner == "(" { "(1 = 0)" } else { ")" });
    }
}

#[cfg(test)]
mod tests {
    use tongxin_city::Timestamp;

    use super::*;

    fn code(text: &str) -> PlaceCode {
        text.parse().expect("a code")
    }

    #[test]
    fn the_neighbours_place_is_outside_and_the_own_buildings_are_inside() {
        let scope = Scope::of_place(code("500112001001"));
        assert!(scope.contains_place(&code("500112001001003002")));
        assert!(!scope.contains_place(&code("500112001002")));
        assert!(
            !scope.contains_place(&code("500112001")),
            "the place above is not inside"
        );
    }

    #[test]
    fn a_place_inside_another_adds_nothing() {
        let mut scope = Scope::default();
        for place in ["500112001001003002", "500112001001", "500112001001003", "500112001002"] {
            scope.add_place(code(place));
        }
        assert_eq!(scope.places, [code("500112001001"), code("500112001002")]);
    }

    #[test]
    fn an_empty_scope_becomes_a_condition_that_no_row_meets() {
        let mut sql = Sql::new("SELECT 1 WHERE ");
        Scope::default().push_sql(&mut sql, Some("place_code"), Some("org_id"), Some("household_id"));
        assert_eq!(sql.into_parts().0, "SELECT 1 WHERE (1 = 0)");
    }

    #[test]
    fn each_part_of_a_scope_is_one_bound_condition() {
        let org = OrgId::from_parts(Timestamp(1_700_000_000_000), 1);
        let scope = Scope {
            places: vec![code("509"), code("51")],
            orgs: vec![org],
            household: None,
        };
        let mut sql = Sql::new("");
        scope.push_sql(&mut sql, Some("p"), Some("o"), Some("h"));
        let (text, args) = sql.into_parts();
        assert_eq!(text, "((p >= $1 AND p < $2) OR (p >= $3 AND p < $4) OR o IN ($5))");
        assert_eq!(args[..2], ["509".into(), "50:".into()]);
    }

    #[test]
    fn a_part_without_its_column_reaches_nothing() {
        let mut sql = Sql::new("");
        Scope::of_place(code("50")).push_sql(&mut sql, None, Some("o"), None);
        assert_eq!(sql.into_parts().0, "(1 = 0)");
    }

    #[test]
    fn bounding_to_a_place_never_widens() {
        let scope = Scope {
            places: vec![code("500112"), code("500103001")],
            ..Scope::default()
        };
        assert_eq!(scope.within(&code("500112003")).places, [code("500112003")]);
        assert_eq!(scope.within(&code("5001")).places, [code("500112"), code("500103001")]);
        assert_eq!(scope.within(&code("510000")).places, []);
    }
}
