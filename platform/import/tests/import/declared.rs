//! A table as a module would declare it.

use tongxin_i18n::{TextPart, Texts};
use tongxin_import::{Column, Sheet, TEXTS};

pub const PLATE: Column = Column::required("plate", "vehicles-plate");
pub const KIND: Column = Column::required("kind", "vehicles-kind");
pub const SEATS: Column = Column::required("seats", "vehicles-seats");
pub const LOAD: Column = Column::optional("load_tonnes", "vehicles-load");
pub const PHONE: Column = Column::required("phone", "vehicles-phone");
pub const PLACE: Column = Column::required("place_code", "vehicles-place");
pub const FROM: Column = Column::required("from", "vehicles-from");
pub const IS_COLD: Column = Column::required("is_cold", "vehicles-cold");
pub const AREAS: Column = Column::optional("areas", "vehicles-areas");

pub const VEHICLES: Sheet = Sheet {
    name: "vehicles",
    columns: &[PLATE, KIND, SEATS, LOAD, PHONE, PLACE, FROM, IS_COLD, AREAS],
};

const WORDS: TextPart = TextPart {
    module: "vehicles",
    zh: "vehicles = 车辆\nvehicles-plate = 车牌\n    .hint = 含省份简称\n    .example = 渝A12345\nvehicles-kind = 类型\n\
         vehicles-seats = 核定座位\nvehicles-load = 载重（吨）\nvehicles-phone = 电话\nvehicles-place = 社区代码\n\
         vehicles-from = 起用日期\nvehicles-cold = 冷链\nvehicles-areas = 通行区域\n\
         vehicles-van = 厢式货车\nvehicles-car = 轿车\nvehicles-known = 已在名单里\n",
    en: "vehicles = Vehicles\nvehicles-plate = Plate\n    .hint = with the province\n    .example = 渝A12345\n\
         vehicles-kind = Type\nvehicles-seats = Seats\nvehicles-load = Load (t)\nvehicles-phone = Telephone\n\
         vehicles-place = Community code\nvehicles-from = In use from\nvehicles-cold = Refrigerated\n\
         vehicles-areas = Areas\nvehicles-van = Van\nvehicles-car = Car\nvehicles-known = On the list already\n",
};

pub fn texts() -> Texts {
    Texts::new(&[tongxin_web::TEXTS, TEXTS, WORDS])
}
