care-kind = Household request
care-topic-food = Food
care-topic-medicine = Medicine
care-topic-care = Care
care-topic-repair = Repair

care-home-title = My household
care-shop = Shop
care-shop-note = Food, daily goods and medicine, brought to the drop point
care-ask-about = What do you need?
care-buildings-title = My buildings
care-buildings-about = { $n ->
        [one] { $n } building
       *[other] { $n } buildings
    }
care-buildings = Buildings
care-doors = Doors
care-first = Where to go first
care-first-none = No door is waiting
care-first-none-text = Everything asked for in your buildings is closed. New ones appear here, earliest due first.
care-all = All open needs
care-raise-for = Ask for somebody
care-notices = Notices for the doors
care-arrivals = Arrivals
care-rides = Patients' rides
care-rides-note = To an appointment and back home
care-more-buildings = More buildings: by place
care-unit = { "" }
care-open-none = Nothing open
care-open = { $n } open
care-overdue = { $n } overdue
