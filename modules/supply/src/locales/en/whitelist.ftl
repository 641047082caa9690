supply-firm-outlet = Shop
supply-firm-pharmacy = Pharmacy
supply-firm-warehouse = Warehouse
supply-firm-wholesaler = Wholesaler
supply-firm-carrier = Carrier
supply-listing-listed = Listed
supply-listing-suspended = Suspended
supply-listing-expired = Expired
supply-listing-ended = Ended

supply-whitelist-title = Whitelist
supply-whitelist-column-name = Firm
supply-whitelist-column-kind = Kind
supply-whitelist-column-state = State
supply-whitelist-column-credit-code = Credit code
supply-whitelist-column-place = Where it stands
supply-whitelist-column-place-code = Place code
supply-whitelist-column-serves = Serves
supply-whitelist-column-orders = Orders a day
supply-whitelist-column-from = From
supply-whitelist-column-until = Until

supply-whitelist-range = { $min } to { $max } would be right
supply-whitelist-days = A day from { $first } to { $last } would be right
supply-whitelist-phone = Digits, blanks, + - and brackets would be right, with 3 to 15 digits in all
supply-whitelist-credit-length = A unified social credit code has 18 characters; there are { $found }
supply-whitelist-credit-sign = { $found } does not occur in a credit code: digits and capital letters other than I, O, S, V and Z would be right
supply-whitelist-credit-check = Something was mistyped: with the other 17 characters the last one would be { $right }. Compare all with the business licence.
supply-whitelist-unknown-place = There is no place { $code } in this city
supply-whitelist-wide-place = Too wide: the community where the firm stands, or a place inside it, would be right
supply-whitelist-many-places = There are { $found } places; at most { $max } would be right. A district or subdistrict stands for all inside it.
supply-whitelist-outside-district = { $code } lies outside the district where the shop stands: shops and pharmacies serve inside their own district
supply-whitelist-not-yours = This place lies outside yours; whoever works there can apply
supply-whitelist-unknown-firm = There is no such firm in your places
supply-whitelist-no-firm = Only shops, pharmacies, warehouses, wholesalers and carriers can be listed
supply-whitelist-code-waits = An application under this credit code already waits for a decision
supply-whitelist-code-differs = This firm is listed under another credit code
supply-whitelist-code-of-other = This is the credit code of { $name }, which is listed already: kind, name and place must be the same
supply-whitelist-file-too-long = The list has more than { $max } rows; filter it first

problem-application-decided = This application was decided before
    .detail = Reload the page to see how.
problem-listing-suspended = The firm is suspended
    .detail = Let it serve again or take it off the list first.
problem-listing-name-taken = Another firm of that kind and name is listed at that place
    .detail = Compare the credit codes; have one of the two apply under another name.
problem-listing-not-listed = The firm is not listed now
    .detail = Only a listed firm can be suspended.
problem-listing-not-suspended = The firm is not suspended
    .detail = Reload the page to see how its listing stands.
problem-listing-over = The days of this listing are over
    .detail = Renew it first.
problem-listing-ended = The firm left the whitelist
    .detail = It comes back by a new application.

supply-application-open = Waiting
supply-application-listed = Listed
supply-application-refused = Refused
supply-application-withdrawn = Withdrawn
supply-actor-account = Somebody
supply-actor-system = By itself
supply-actor-driver = Driver of run { $run }
supply-actor-volunteer = A volunteer on foot
supply-actor-nobody = By the public form
supply-next = Next step
supply-draft = Kept on this device

supply-whitelist-public-about = Firms that serve on { $day }
supply-whitelist-where = Where
supply-whitelist-search = Name of a firm
supply-whitelist-find = Find
supply-whitelist-clear = Show all
supply-whitelist-none = No firm serves here today
supply-whitelist-none-text = Look at a wider place, or ask your community.
supply-whitelist-begins = From { $day }
supply-whitelist-days-left = { $n ->
    [one] 1 day left
   *[other] { $n } days left
}
supply-whitelist-show = Show
supply-whitelist-filter = Filter
supply-whitelist-all = All
supply-whitelist-chips = By state
supply-whitelist-any-kind = all kinds
supply-whitelist-any-place = in all places
supply-whitelist-choose-all = Choose all
supply-whitelist-chosen = { "{n}" } chosen
supply-whitelist-reason = Why
supply-whitelist-reason-hint = In words that the firm may read.
supply-whitelist-no-day = A date such as 2022-12-31 would be right
supply-whitelist-place-unknown = { $text } is no place of this city: the name or code of a place would be right
supply-whitelist-place-several = Several places are called { $text }. Write the code of the one you mean: { $places }

supply-apply-title = Apply to be listed
supply-apply-again-title = Renew the listing
supply-apply-about = Shops, pharmacies, warehouses, wholesalers and carriers that can serve while people stay in
supply-apply-credit-hint = 18 characters, on the business licence
supply-apply-name = Name of the firm
supply-apply-name-hint = As it stands on the business licence
supply-apply-place-hint = The community where it stands: its name or code
supply-apply-serves-hint = Name or code of a place, one a line; a subdistrict or district stands for all inside it
supply-apply-orders-unit = a day
supply-apply-orders-hint = As many as you can bring on a day without help
supply-apply-obligations = What the firm commits itself to
supply-apply-obligations-hint = For example prices, opening hours, tests of the staff
supply-apply-contact-name = Whom to call
supply-apply-contact-phone = Telephone
supply-apply-contact-hint = Only those who decide see it.
supply-apply-button = Send the application
supply-apply-busy = Sending
supply-apply-cancel = Cancel
supply-apply-received = Application { $number } is received. You will be called once it is decided.

supply-applications-title = Applications
supply-applications-none = No application here
supply-applications-none-text = Firms apply with the public form, or you enter them.
supply-applications-no-day = Choose a day of the coming year as the last day
supply-applications-none-chosen = Choose at least one application, at most 200
supply-applications-listed = { $done } firms are listed
supply-applications-listed-some = { $done } firms are listed, { $refused } are not: { $why }
supply-application-applied = Received
supply-application-decided = Decided
supply-application-firm = To the firm
supply-application-list = List the firm
supply-application-until-hint = The last day on which it may serve; at most a year ahead
supply-application-refuse = Refuse
supply-application-withdraw = Take it back
supply-application-withdraw-sure = The firm can apply again later.
supply-application-now-open-act = Check it, then list the firm or refuse.
supply-application-now-open-wait = It waits for an officer.
supply-application-now-listed = The firm was listed.
supply-application-now-refused = It was refused. The firm can apply again.
supply-application-now-withdrawn = It was taken back. The firm can apply again.
supply-application-done-list = The firm is listed.
supply-application-done-refuse = The application is refused.
supply-application-done-withdraw = The application is taken back.

supply-firms-about = { $firms } listed · { $vehicles ->
    [one] 1 vehicle
   *[other] { $vehicles } vehicles
} · { $staff ->
    [one] 1 person
   *[other] { $staff } people
}
supply-firms-expiring = Run out within { $n } days
supply-firms-orders = { $n } orders a day
supply-firms-until = until { $day }
supply-firms-none = No firm here
supply-firms-none-text = Firms stand here once an application was decided.
supply-firm-history = What happened
supply-firm-vehicles = { $n ->
    [one] 1 vehicle
   *[other] { $n } vehicles
}
supply-firm-staff = { $n ->
    [one] 1 person
   *[other] { $n } people
}
supply-firm-now-listed = The firm serves until { $day }.
supply-firm-now-suspended = The firm may not serve for now. Its listing runs until { $day }.
supply-firm-now-expired = Its listing ran out on { $day }. Renew it if the firm is to serve on.
supply-firm-now-ended = The firm left the whitelist. It comes back by a new application.
supply-firm-step-suspend = Suspend
supply-firm-step-resume = Let it serve again
supply-firm-step-renew = Renew
supply-firm-step-end = Take it off the list
supply-firm-done-suspend = The firm is suspended.
supply-firm-done-resume = The firm serves again.
supply-firm-done-renew = The listing is renewed.
supply-firm-done-end = The firm left the whitelist.
supply-listing-event-listed = Listed until { $day }
supply-listing-event-renewed = Renewed until { $day }
supply-listing-event-suspended = Suspended
supply-listing-event-resumed = Serves again
supply-listing-event-expired = Ran out
supply-listing-event-ended = Left the whitelist
