//! An outlet packs, sends and hands over on pages, as a telephone without scripts uses them.

use crate::outlet_shop::{Desk, RICE_GTIN, Shop, says};
use crate::world::World;

pub async fn an_order_goes_its_whole_way_on_pages(world: &World) {
    let shop = Shop::open(world, "none").await;
    let (org, mut desk) = (shop.market.org.to_string(), Desk::of(&shop.market.manager));
    let (rice, oil) = (shop.line(&shop.rice).await, shop.line(&shop.oil).await);
    let (rice, oil) = (format!("n-{rice}"), format!("n-{oil}"));
    says(&desk.get("/outlet").await, 200, &["state=placed", "Orders", "Windows"]);
    let list = desk.get(&format!("/outlet/orders?org={org}")).await;
    says(&list, 200, &["1栋 7-301", "大米\u{a0}×\u{a0}2", "To pack"]);

    let order = format!("/outlet/orders/{}", shop.order);
    let pack = format!("{order}/pack");
    let open = desk.get(&order).await;
    says(&open, 200, &["Barcode", "放门口", "wants nothing else", RICE_GTIN]);
    let code = shop.code().await;
    assert!(!open.says(&code) && !open.says(&shop.household.to_string()));
    let scanned = desk.submit(&order, &pack, &[("scan", RICE_GTIN), (&oil, "1")]).await;
    let (one, kept) = (
        format!("name=\"{rice}\" type=\"text\" inputmode=\"numeric\" value=\"1\""),
        "大米: 1 of 2",
    );
    says(&scanned, 200, &[&one, kept, "value=\"1\""]);
    let full = [("scan", RICE_GTIN), (rice.as_str(), "2"), ("do", "scan")];
    says(
        &desk.submit(&order, &pack, &full).await,
        422,
        &["all 2 are counted already", "#f-scan"],
    );
    let mistyped = [("scan", "6901234567891"), (rice.as_str(), "2")];
    says(
        &desk.submit(&order, &pack, &mistyped).await,
        422,
        &["#f-scan", "value=\"2\""],
    );
    let unsaid = [(rice.as_str(), "2"), ("do", "pack")];
    let unsaid = desk.submit(&order, &pack, &unsaid).await;
    says(&unsaid, 422, &[&format!("#f-{oil}"), "Say how many were there"]);
    let too_many = [(rice.as_str(), "7"), (oil.as_str(), "1"), ("do", "pack")];
    says(
        &desk.submit(&order, &pack, &too_many).await,
        422,
        &[&format!("#f-{rice}"), "From 0 to 2"],
    );
    says(
        &desk.submit(&order, &pack, &[("do", "all")]).await,
        200,
        &["filled in as ordered"],
    );
    let there = [(rice.as_str(), "2"), (oil.as_str(), "1"), ("do", "pack")];
    says(
        &desk.submit(&order, &pack, &there).await,
        200,
        &["is packed", "Send alone now"],
    );

    let runs = format!("/outlet/runs?org={org}&window={}", shop.window);
    says(&desk.get(&runs).await, 200, &["Send packed orders", "7-301", "checked"]);
    let fields = [("org", org.as_str()), ("orders", &shop.order), ("note", "先送一号楼")];
    let run = desk.submit(&runs, "/outlet/runs", &fields).await;
    says(
        &run,
        200,
        &["One order is on its way", "Put down", "Hand over", "先送一号楼"],
    );
    let run = run.value_of("run");
    let back = format!("/outlet/runs/{run}");
    let down = desk
        .submit_file(
            &back,
            &format!("{order}/drop"),
            &[("point", ""), ("run", &run)],
            Vec::new(),
        )
        .await;
    says(&down, 422, &["#f-point"]);
    let down = desk
        .submit_file(
            &back,
            &format!("{order}/drop"),
            &[("point", "南门"), ("run", &run)],
            Vec::new(),
        )
        .await;
    says(&down, 200, &["waits at its drop point", "At the drop point"]);
    let wrong = desk
        .submit(&order, &format!("{order}/hand-over"), &[("code", "x")])
        .await;
    says(&wrong, 409, &["#f-code", "six digits"]);
    let done = desk
        .submit(&order, &format!("{order}/hand-over"), &[("code", &code)])
        .await;
    says(&done, 200, &["is handed over", "Nothing more has to be done", "南门"]);
    says(
        &desk.get(&format!("/outlet/orders?org={org}&state=over")).await,
        200,
        &["7-301", "Received"],
    );
}

pub async fn a_pack_form_offers_what_comes_instead_where_the_household_allows_it(world: &World) {
    let shop = Shop::open(world, "ask").await;
    let noodles = shop.market.item("面条", 3, 900, 3).await;
    let mut desk = Desk::of(&shop.market.manager);
    let (rice, oil) = (shop.line(&shop.rice).await, shop.line(&shop.oil).await);
    let (picked, instead, agreed) = (format!("n-{rice}"), format!("s-{rice}"), format!("sa-{rice}"));
    let oil = format!("n-{oil}");
    let order = format!("/outlet/orders/{}", shop.order);
    says(
        &desk.get(&order).await,
        200,
        &["Something else instead", "面条 · 3 left", "was asked and agrees"],
    );
    let mut fields = vec![
        ("do", "pack"),
        (picked.as_str(), "1"),
        (oil.as_str(), "1"),
        (instead.as_str(), noodles.as_str()),
    ];
    let pack = format!("{order}/pack");
    let unasked = desk.submit(&order, &pack, &fields).await;
    says(
        &unasked,
        422,
        &[&format!("#f-{instead}"), "wants to be asked first", "selected"],
    );
    fields.push((agreed.as_str(), "yes"));
    says(
        &desk.submit(&order, &pack, &fields).await,
        200,
        &["is packed", "Instead of 大米"],
    );
    assert_eq!(shop.market.stock(&noodles).await, (3, 1));
    let again = desk.submit("/outlet/windows", &pack, &fields).await;
    says(&again, 409, &["called off or packed any more"]);
}

pub async fn what_is_packed_short_called_off_or_comes_back_is_said_on_the_page(world: &World) {
    let shop = Shop::open(world, "none").await;
    let mut desk = Desk::of(&shop.market.manager);
    let order = format!("/outlet/orders/{}", shop.order);
    let (rice, oil) = (shop.line(&shop.rice).await, shop.line(&shop.oil).await);
    let (at_rice, at_oil) = (format!("n-{rice}"), format!("n-{oil}"));
    let fields = [("do", "pack"), (at_rice.as_str(), "1"), (at_oil.as_str(), "1")];
    let short = desk.submit(&order, &format!("{order}/pack"), &fields).await;
    says(&short, 200, &["now a request of the household", "It came short"]);
    let org = shop.market.org.to_string();
    let alone = [("org", org.as_str()), ("orders", &shop.order)];
    says(&desk.submit(&order, "/outlet/runs", &alone).await, 200, &["on its way"]);
    let fit = format!("fit-{rice}");
    let unsaid = [(fit.as_str(), "1"), ("return_reason", "")];
    says(
        &desk.submit(&order, &format!("{order}/return"), &unsaid).await,
        422,
        &["#f-return_reason"],
    );
    let wrong = [(fit.as_str(), "9"), ("return_reason", "无人在家")];
    says(
        &desk.submit(&order, &format!("{order}/return"), &wrong).await,
        422,
        &[&format!("#f-{fit}")],
    );
    let back = [(fit.as_str(), "0"), ("return_reason", "无人在家")];
    says(
        &desk.submit(&order, &format!("{order}/return"), &back).await,
        200,
        &["came back", "无人在家"],
    );
    assert_eq!(shop.market.stock(&shop.rice).await, (4, 0));

    let (_, other) = world.resident("7-302").await;
    let order = format!("/outlet/orders/{}", shop.ordered(&other, "none").await);
    let cancel = format!("{order}/cancel");
    says(
        &desk.submit(&order, &cancel, &[("reason", " ")]).await,
        422,
        &["#f-reason"],
    );
    says(
        &desk.submit(&order, &cancel, &[("reason", "冷柜坏了")]).await,
        200,
        &["is called off", "冷柜坏了"],
    );
}
