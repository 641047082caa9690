//! Who works around a place: in it, at it or above it.

use tongxin_city::{AccountId, PlaceCode};
use tongxin_storage::Sql;

use crate::limits::PEOPLE_MAX;
use crate::people::{AccountView, account_view};
use crate::{AccountError, Accounts, Action, Holder, Over, Role};

impl Accounts {
    /// Accounts with a role that allows `action` in, at or above a place, by name, at most 200.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn people_near(&self, place: &PlaceCode, action: Action) -> Result<Vec<AccountView>, AccountError> {
        let may = Role::ALL.into_iter().filter(|role| Holder::Role(*role).may(action));
        let above = (1..=place.width()).filter_map(|width| place.prefix(width));
        let (from, below) = place.range();
        let mut sql = Sql::new(
            "SELECT a.id, a.name, a.display_name FROM account a WHERE a.id IN (
                 SELECT g.account_id FROM role_grant g WHERE g.ended_at IS NULL AND g.role IN ",
        );
        sql.bind_list(may.map(Role::key));
        sql.push(" AND (g.until_at IS NULL OR g.until_at > ")
            .bind(self.now().0)
            .push(") AND (g.place_code IN ")
            .bind_list(above.map(|code| code.to_string()));
        sql.push(" OR (g.place_code >= ")
            .bind(from)
            .push(" AND g.place_code < ")
            .bind(below);
        sql.push("))) ORDER BY a.name LIMIT ").bind(PEOPLE_MAX as i64);
        let rows = self.db().select(sql).await?;
        Ok(rows.iter().map(account_view).collect::<Result<_, _>>()?)
    }

    /// Whether an account holds a role that allows `action` in, at or above one of those places.
    ///
    /// # Errors
    /// `Storage`.
    pub async fn works_near(
        &self,
        account: AccountId,
        action: Action,
        places: &[PlaceCode],
    ) -> Result<bool, AccountError> {
        let grants = self.grants_of(account, self.now()).await?;
        let is_near = |held: &PlaceCode| {
            places
                .iter()
                .any(|place| held.is_inside(place) || place.is_inside(held))
        };
        Ok(grants.iter().any(|grant| {
            let is_there = matches!(&grant.over, Over::Place(held) if is_near(held));
            is_there && Holder::Role(grant.role).may(action)
        }))
    }
}
