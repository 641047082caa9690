//! People who hold roles inside the reader's places, and inviting others.

use std::collections::HashSet;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use tongxin_city::{AccountId, GrantId, InvitationId, OrgId, PlaceCode};
use tongxin_places::OrgFilter;
use tongxin_web::{
    Choice, Flash, Form, FormErrors, IdempotencyKey, Page, Path, Problem, Query, html, redirect_with, refused,
};

use crate::error::Fields;
use crate::pages::sign_in::NothingForm;
use crate::pages::{form_errors, over_in_words};
use crate::people::{HeldRole, PeoplePage as Held};
use crate::{AccountError, Accounts, Action, InvitationView, NewInvitation, Over, Role, Scope, Visit};

struct PersonRow {
    name: String,
    role: String,
    over: String,
    grant: GrantId,
    /// Whether the reader may end the role.
    may_end: bool,
    /// At a person's first role: their account, if the reader may have its password reset.
    reset: Option<AccountId>,
}

struct InvitationRow {
    role: String,
    over: String,
    view: InvitationView,
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    page: Page,
    may_invite: bool,
    people: Vec<PersonRow>,
    invitations: Vec<InvitationRow>,
    /// The address of the next page.
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    page: Page,
    errors: FormErrors,
    roles: Vec<Choice>,
    orgs: Vec<Choice>,
    place: String,
    /// The link just made, and when it ends.
    link: Option<(String, String)>,
}

/// Which page of people.
#[derive(Debug, Deserialize)]
pub(super) struct PeopleQuery {
    after: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct InviteForm {
    #[serde(default)]
    key: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    org: String,
}

/// Who holds which role, and which invitations are open.
pub(super) async fn list(
    State(accounts): State<Accounts>,
    visit: Visit,
    Query(query): Query<PeopleQuery>,
) -> Result<Response, Problem> {
    let scope = visit.scope(Action::AccountRead)?;
    let held = accounts.people(&scope, query.after.as_deref()).await?;
    let next = held.next.as_deref().map(next_page);
    let mut resettable = reader_may_reset(&accounts, &visit, &held).await?;
    let mut people = Vec::with_capacity(held.roles.len());
    for each in held.roles {
        let org_place = accounts.place_of(each.grant.over).await?;
        people.push(PersonRow {
            role: role_in_words(&visit, &each),
            over: over_in_words(accounts.places(), each.grant.over, visit.lang()).await?,
            grant: each.grant.id,
            may_end: visit
                .viewer
                .may_grant(each.grant.role, each.grant.over, org_place.as_ref()),
            reset: resettable.take(&each.account),
            name: each.display_name,
        });
    }
    let mut invitations = Vec::new();
    for view in accounts.open_invitations(&scope).await? {
        invitations.push(InvitationRow {
            role: visit.t(&format!("role-{}", view.role.key())),
            over: over_in_words(accounts.places(), view.over, visit.lang()).await?,
            view,
        });
    }
    let may_invite = visit.viewer.may(Action::AccountInvite);
    html(&PeoplePage {
        page: visit.page("people-title"),
        may_invite,
        people,
        invitations,
        next,
    })
}

/// A role, and whether it goes with a post: then it ends with that, and the post with it.
fn role_in_words(visit: &Visit, held: &HeldRole) -> String {
    let role = visit.t(&format!("role-{}", held.grant.role.key()));
    match held.cause {
        Some(_) => format!("{role} · {}", visit.t("people-role-caused")),
        None => role,
    }
}

/// The accounts of the page whose password the reader may have reset.
async fn reader_may_reset(accounts: &Accounts, visit: &Visit, held: &Held) -> Result<HashSet<AccountId>, Problem> {
    if !visit.viewer.may(Action::AccountInvite) {
        return Ok(HashSet::new());
    }
    let shown = held.roles.iter().map(|role| role.account).collect();
    Ok(accounts.may_reset(&visit.viewer, shown).await?)
}

/// The address of the page after that name. Names hold letters of any script, so its bytes are escaped (RFC 3986).
fn next_page(after: &str) -> String {
    let escaped: String = after.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/people?after={escaped}")
}

async fn invite_page(accounts: &Accounts, visit: &Visit, form: &InviteForm) -> Result<InvitePage, Problem> {
    let scope = visit.scope(Action::AccountInvite)?;
    let givable = Role::ALL.into_iter().filter(|role| {
        visit
            .viewer
            .grants
            .iter()
            .any(|grant| grant.role.may_grant().contains(role))
    });
    let roles = givable.map(|role| Choice {
        value: role.key().to_owned(),
        label: visit.t(&format!("role-{}", role.key())),
        hint: visit.t(&format!("role-{}.about", role.key())),
        chosen: role.key() == form.role,
    });
    Ok(InvitePage {
        page: visit.page("invite-title"),
        errors: FormErrors::default(),
        roles: roles.collect(),
        orgs: org_choices(accounts, visit, &scope, form).await?,
        place: form.place.clone(),
        link: None,
    })
}

/// The organisations inside the reader's places, at most 200; others are named by their place's own officer.
async fn org_choices(
    accounts: &Accounts,
    visit: &Visit,
    scope: &Scope,
    form: &InviteForm,
) -> Result<Vec<Choice>, Problem> {
    let filter = OrgFilter {
        within: Some(scope.places.clone()),
        ..OrgFilter::default()
    };
    let orgs = accounts.places().orgs(&filter).await.map_err(AccountError::from)?;
    let none = Choice {
        label: visit.t("invite-no-org"),
        ..Choice::default()
    };
    let choices = orgs.into_iter().map(|org| Choice {
        value: org.id.to_string(),
        label: org.name,
        hint: String::new(),
        chosen: org.id.to_string() == form.org,
    });
    Ok(std::iter::once(none).chain(choices).collect())
}

/// The form.
pub(super) async fn form(State(accounts): State<Accounts>, visit: Visit) -> Result<Response, Problem> {
    let own_place = visit
        .scope(Action::AccountInvite)?
        .places
        .first()
        .map(ToString::to_string);
    let empty = InviteForm {
        key: String::new(),
        role: String::new(),
        place: own_place.unwrap_or_default(),
        org: String::new(),
    };
    html(&invite_page(&accounts, &visit, &empty).await?)
}

fn offered(form: &InviteForm) -> Result<NewInvitation, AccountError> {
    let mut fields = Fields::default();
    let role = Role::from_key(&form.role);
    let place = form.place.trim().parse::<PlaceCode>().ok();
    let org = form.org.trim().parse::<OrgId>().ok();
    let over = match role {
        None => {
            fields.add("role", "field-unknown-choice", &[]);
            None
        }
        Some(role) if role.is_over_org() => {
            if org.is_none() {
                fields.add("org", "account-field-needs-org", &[]);
            }
            org.map(Over::Org)
        }
        Some(_) => {
            if place.is_none() {
                fields.add("place", "account-field-unknown-place", &[("code", &form.place)]);
            }
            place.map(Over::Place)
        }
    };
    fields.into_result()?;
    match (role, over) {
        (Some(role), Some(over)) => Ok(NewInvitation {
            role,
            over,
            until: None,
        }),
        _ => Err(AccountError::NotPermitted),
    }
}

/// Makes the invitation and shows its link.
pub(super) async fn invite(
    State(accounts): State<Accounts>,
    visit: Visit,
    Form(form): Form<InviteForm>,
) -> Result<Response, Problem> {
    let key = IdempotencyKey::checked(&form.key)?;
    let content = format!("{} {} {}", form.role, form.place, form.org);
    let command = visit.command(key, "invite", content.as_bytes());
    let made = match offered(&form) {
        Ok(new) => accounts.invite(command, &visit.viewer, new).await,
        Err(error) => Err(error),
    };
    let page = invite_page(&accounts, &visit, &form).await?;
    match made {
        Ok(invited) => {
            let link = visit.asked.shell.link(&Accounts::join_path(&invited.token));
            let until = page.page.when(&invited.expires_at);
            html(&InvitePage {
                link: Some((link, until)),
                ..page
            })
        }
        Err(error) => refused(&InvitePage {
            errors: form_errors(&visit, error)?,
            ..page
        }),
    }
}

/// Ends a role.
pub(super) async fn end_grant(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<GrantId>,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    match accounts.end_grant(&visit.viewer, id).await {
        Ok(()) => Ok(redirect_with(
            &visit.asked,
            "/people",
            &Flash::done("people-role-ended"),
        )),
        Err(AccountError::Faults(_)) => Ok(redirect_with(
            &visit.asked,
            "/people",
            &Flash::warn("account-field-last-administrator"),
        )),
        Err(error) => Err(error.into()),
    }
}

/// Signs somebody out everywhere, whose phone is lost.
pub(super) async fn sign_out(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<AccountId>,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    accounts.sign_out_everywhere(&visit.viewer, id).await?;
    Ok(redirect_with(
        &visit.asked,
        "/people",
        &Flash::done("people-signed-out"),
    ))
}

/// Ends an open invitation.
pub(super) async fn revoke(
    State(accounts): State<Accounts>,
    visit: Visit,
    Path(id): Path<InvitationId>,
    Form(NothingForm {}): Form<NothingForm>,
) -> Result<Response, Problem> {
    accounts.revoke_invitation(&visit.viewer, id).await?;
    Ok(redirect_with(
        &visit.asked,
        "/people",
        &Flash::done("people-invitation-revoked"),
    ))
}
