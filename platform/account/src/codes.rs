//! Household codes: on the door notice, opens that household and nothing else.
//!
//! A code is 10 symbols of Crockford's base 32 (50 bits) and a check symbol, shown `7KQ4-M2XD-9PA`. It is worked out from
//! the server's secret, the household and the number of the issue, so that a sheet can be printed again and the database
//! alone opens no household; the database keeps a keyed hash for looking it up. A new issue ends the old code and the
//! sessions it opened.

use std::net::IpAddr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tongxin_city::ids::{ALPHABET, check_symbol, value_of};
use tongxin_city::{HouseholdId, PlaceCode, Timestamp};
use tongxin_places::{Household, NewHousehold, insert_households};
use tongxin_storage::{CommandKey, Sql, StorageError, Tx, args, columns};

use crate::secrets::ServerSecret;
use crate::sessions::{OpenedSession, Owner, SessionKind};
use crate::throttle::client_key;
use crate::{AccountError, Accounts, Action, Viewer};

/// Symbols that carry the secret: 50 bits, so that with a few tries a minute nobody finds one of millions of codes.
const SECRET_SYMBOLS: usize = 10;
const SYMBOLS: usize = SECRET_SYMBOLS + 1;

/// A household with its present code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodedHousehold {
    /// The household.
    pub household: Household,
    /// Its code as printed.
    pub code: String,
    /// When the code was issued.
    pub issued_at: Timestamp,
}

/// What a write answers about a code: enough to work it out again, nothing to open a door with.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Issued {
    household: Household,
    issue: i64,
    issued_at: i64,
}

impl ServerSecret {
    fn household_code(&self, household: HouseholdId, issue: i64) -> String {
        let content = [household.get().to_be_bytes(), issue.to_be_bytes()].concat();
        let bytes = self.derive("household-code", &content);
        let mut symbols = [0; SYMBOLS];
        for (symbol, byte) in symbols.iter_mut().zip(&bytes[..SECRET_SYMBOLS]) {
            // Five bits of each byte; 32 divides 256, so every symbol is equally likely.
            *symbol = byte % 32;
        }
        symbols[SECRET_SYMBOLS] = check_symbol(&symbols[..SECRET_SYMBOLS]);
        symbols
            .chunks(4)
            .map(|group| {
                group
                    .iter()
                    .map(|symbol| char::from(ALPHABET[usize::from(*symbol)]))
                    .collect::<String>()
            })
            .collect::<Vec<_>>()
            .join("-")
    }

    fn code_hash(&self, symbols: &[u8]) -> [u8; 32] {
        self.derive("household-code-lookup", symbols)
    }
}

/// The symbols of a typed code in any case, with or without dashes; nothing when its check symbol does not fit.
fn symbols_of(code: &str) -> Option<Vec<u8>> {
    let symbols: Option<Vec<u8>> = code
        .chars()
        .filter(|c| !matches!(c, '-' | ' ' | '—' | '–'))
        .take(SYMBOLS + 1)
        .map(value_of)
        .collect();
    symbols.filter(|symbols| {
        symbols.len() == SYMBOLS && check_symbol(&symbols[..SECRET_SYMBOLS]) == symbols[SECRET_SYMBOLS]
    })
}

impl Accounts {
    /// Signs in by a household's code.
    ///
    /// # Errors
    /// `Throttled` after too many wrong codes from this client; `WrongCode` for an unknown and a revoked one alike; `Storage`.
    pub async fn sign_in_household(
        &self,
        code: &str,
        client: IpAddr,
        kind: SessionKind,
    ) -> Result<OpenedSession, AccountError> {
        let household = self.household_by_code(code, client).await?;
        self.open_session(Owner::Household(household), kind).await
    }

    /// The household of a code that it gave somebody who asks for it. Opens no session; wrong codes count as they do when
    /// signing in.
    ///
    /// # Errors
    /// `Throttled` after too many wrong codes from this client; `WrongCode` for an unknown and a revoked one alike; `Storage`.
    pub async fn household_by_code(&self, code: &str, client: IpAddr) -> Result<HouseholdId, AccountError> {
        let (now, client) = (self.now(), client_key(client));
        self.inner
            .code_failures
            .check(&client, now)
            .map_err(|seconds| AccountError::Throttled { seconds })?;
        let found = match symbols_of(code) {
            Some(symbols) => self.household_of_code(&symbols).await?,
            None => None,
        };
        found.ok_or_else(|| {
            self.inner.code_failures.failed(client, now);
            AccountError::WrongCode
        })
    }

    async fn household_of_code(&self, symbols: &[u8]) -> Result<Option<HouseholdId>, AccountError> {
        let hash = self.inner.secret.code_hash(symbols);
        let sql = "SELECT household_id FROM household_code WHERE code_hash = $1";
        let row = self.db().optional(sql, args![hash]).await?;
        Ok(row.map(|row| columns::id(&row, "household_id")).transpose()?)
    }

    /// Adds up to 500 households inside the viewer's places and gives each a code; all or none. A repeated command
    /// answers the same.
    ///
    /// # Errors
    /// `NotPermitted` for a building outside the viewer's rights; `Places` naming every row that can't be added; `Storage`.
    pub async fn add_households(
        &self,
        command: CommandKey,
        viewer: &Viewer,
        rows: Vec<NewHousehold>,
    ) -> Result<Vec<CodedHousehold>, AccountError> {
        let scope = viewer
            .scope(Action::HouseholdAdd)
            .map_err(|_| AccountError::NotPermitted)?;
        if !rows.iter().all(|row| scope.contains_place(&row.building)) {
            return Err(AccountError::NotPermitted);
        }
        let (secret, places, added_by) = (self.inner.secret.clone(), self.inner.places.clone(), viewer.actor());
        let (rows, now): (Arc<[NewHousehold]>, _) = (rows.into(), self.now());
        let added = self
            .db()
            .write_once::<Vec<Issued>, AccountError, _>(command, move |tx| {
                let (secret, rows, added_by, tree) =
                    (secret.clone(), Arc::clone(&rows), added_by.clone(), places.tree());
                Box::pin(async move {
                    let households = insert_households(tx, &tree, &added_by, now, &rows).await?;
                    let mut issued = Vec::with_capacity(households.len());
                    for household in households {
                        let issue = issue_code(tx, &secret, household.id, now).await?;
                        issued.push(Issued {
                            household,
                            issue,
                            issued_at: now.0,
                        });
                    }
                    Ok(issued)
                })
            })
            .await?;
        Ok(self.coded(added.value))
    }

    /// Gives a household inside the viewer's places a new code; the old one and its sessions end at once. A repeated
    /// command answers the same.
    ///
    /// # Errors
    /// `NotFound` for a household outside the viewer's rights; `Storage`.
    pub async fn reissue_code(
        &self,
        command: CommandKey,
        viewer: &Viewer,
        household: HouseholdId,
    ) -> Result<CodedHousehold, AccountError> {
        let found = self
            .inner
            .places
            .household(household)
            .await?
            .ok_or(AccountError::NotFound)?;
        let is_inside = viewer
            .scope(Action::HouseholdCode)
            .is_ok_and(|scope| scope.contains_place(&found.building));
        if !is_inside {
            return Err(AccountError::NotFound);
        }
        let (secret, now) = (self.inner.secret.clone(), self.now());
        let issued = self
            .db()
            .write_once::<Issued, AccountError, _>(command, move |tx| {
                let (secret, household) = (secret.clone(), found.clone());
                Box::pin(async move {
                    let issue = issue_code(tx, &secret, household.id, now).await?;
                    tx.execute("DELETE FROM session WHERE household_id = $1", args![household.id.get()])
                        .await?;
                    Ok(Issued {
                        household,
                        issue,
                        issued_at: now.0,
                    })
                })
            })
            .await?;
        self.inner.remembered.forget();
        self.coded(vec![issued.value]).pop().ok_or(AccountError::NotFound)
    }

    /// The households of a building with their present codes, for the printed sheet.
    ///
    /// # Errors
    /// `NotFound` for a building outside the viewer's rights; `Storage`.
    pub async fn codes_of_building(
        &self,
        viewer: &Viewer,
        building: &PlaceCode,
    ) -> Result<Vec<CodedHousehold>, AccountError> {
        if !viewer
            .scope(Action::HouseholdCode)
            .is_ok_and(|scope| scope.contains_place(building))
        {
            return Err(AccountError::NotFound);
        }
        let households = self.inner.places.households(building).await?;
        let mut sql = Sql::new("SELECT household_id, issue, issued_at FROM household_code WHERE household_id IN ");
        sql.bind_list(households.iter().map(|household| household.id.get()));
        let rows = self.db().select(sql).await?;
        let mut issues = rows
            .iter()
            .map(|row| Ok((row.int("household_id")?, (row.int("issue")?, row.int("issued_at")?))))
            .collect::<Result<std::collections::HashMap<_, _>, StorageError>>()?;
        let issued = households.into_iter().filter_map(|household| {
            let (issue, issued_at) = issues.remove(&household.id.get())?;
            Some(Issued {
                household,
                issue,
                issued_at,
            })
        });
        Ok(self.coded(issued.collect()))
    }

    fn coded(&self, issued: Vec<Issued>) -> Vec<CodedHousehold> {
        issued
            .into_iter()
            .map(|each| CodedHousehold {
                code: self.inner.secret.household_code(each.household.id, each.issue),
                household: each.household,
                issued_at: Timestamp(each.issued_at),
            })
            .collect()
    }
}

/// Gives a household its next code inside a write; answers the number of the issue.
async fn issue_code(
    tx: &mut Tx,
    secret: &ServerSecret,
    household: HouseholdId,
    now: Timestamp,
) -> Result<i64, StorageError> {
    let last = tx
        .optional(
            "SELECT issue FROM household_code WHERE household_id = $1",
            args![household.get()],
        )
        .await?;
    let mut issue = last.map(|row| row.int("issue")).transpose()?.unwrap_or(0) + 1;
    let hash = loop {
        let symbols = symbols_of(&secret.household_code(household, issue))
            .ok_or_else(|| columns::corrupt("household_code", "own code"))?;
        let hash = secret.code_hash(&symbols);
        // 50 bits: in a city of ten million doors two codes may meet; the later one takes the next number.
        if tx
            .optional(
                "SELECT household_id FROM household_code WHERE code_hash = $1",
                args![hash],
            )
            .await?
            .is_none()
        {
            break hash;
        }
        issue += 1;
    };
    tx.execute(
        "INSERT INTO household_code (household_id, issue, code_hash, issued_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (household_id) DO UPDATE SET issue = excluded.issue, code_hash = excluded.code_hash, issued_at = excluded.issued_at",
        args![household.get(), issue, hash, now.0],
    )
    .await?;
    Ok(issue)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: [u8; 32] = [7; 32];

    fn household() -> HouseholdId {
        HouseholdId::from_parts(Timestamp(1_700_000_000_000), 5)
    }

    #[test]
    fn a_code_is_read_back_as_people_type_it_and_a_slip_is_noticed() {
        let code = ServerSecret::new(SECRET).household_code(household(), 1);
        assert_eq!(code.len(), 13, "{code}");
        let symbols = symbols_of(&code).expect("its own code");
        assert_eq!(symbols_of(&code.to_lowercase().replace('-', " ")), Some(symbols));
        let slip: String = code
            .chars()
            .map(|c| {
                if c == code.chars().next().unwrap_or('0') {
                    'Q'
                } else {
                    c
                }
            })
            .collect();
        assert!(slip == code || symbols_of(&slip).is_none());
        assert_eq!(symbols_of(&format!("{code}0")), None);
    }

    #[test]
    fn issues_households_and_installations_have_different_codes() {
        let secret = ServerSecret::new(SECRET);
        let first = secret.household_code(household(), 1);
        assert_ne!(first, secret.household_code(household(), 2));
        assert_ne!(first, ServerSecret::new([8; 32]).household_code(household(), 1));
    }
}
