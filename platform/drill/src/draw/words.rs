//! Names and sentences of the drill: made up, and nobody's.

/// Names of compounds, Chinese and English.
pub(super) const COMPOUNDS: [(&str, &str); 12] = [
    ("梧桐苑", "Wutong Court"),
    ("翠竹园", "Bamboo Garden"),
    ("江景花园", "Riverview Garden"),
    ("向阳院", "Sunny Yard"),
    ("桂花里", "Osmanthus Lane"),
    ("银杏园", "Ginkgo Garden"),
    ("松涛苑", "Pine Court"),
    ("黄葛树院", "Huangge Tree Yard"),
    ("山茶坊", "Camellia Square"),
    ("半坡家园", "Hillside Home"),
    ("云梯苑", "Stairway Court"),
    ("和睦里", "Harmony Lane"),
];

pub(super) const DONE: [&str; 5] = [
    "已送到门口",
    "已办好",
    "电话已确认",
    "已上门处理",
    "Handed over at the door",
];
pub(super) const ASKS: [&str; 4] = [
    "请问大概什么时候能到？",
    "家里快没有了，麻烦快一点",
    "可以放在门口",
    "When will it come?",
];
pub(super) const NOT_DONE: [&str; 3] = ["东西还没有收到", "只到了一半", "It still does not work"];
pub(super) const WITHDRAWN: [&str; 3] = ["邻居已经帮忙了", "不需要了，谢谢", "A neighbour helped"];
pub(super) const DECLINED: [&str; 3] = ["不在保供范围内", "暂无货源，建议改报其他品种", "Not a lifeline item"];
pub(super) const APPEALED: [&str; 3] = ["确实急需，请上级核实", "附上证明，请再看一次", "Please look again"];
pub(super) const CALLED: [&str; 2] = ["电话回访，已确认", "Confirmed by telephone"];
pub(super) const ESCALATED: [&str; 3] = ["本级无法协调车辆", "需要上级协调", "Needs the tier above"];
