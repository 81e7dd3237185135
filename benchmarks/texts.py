"""Appeals as enterprises write them, by the million: many subjects, with places, products and figures.

Written for this purpose; no sentence is a real enterprise's. The same number always makes the same appeal.
"""

import random
from dataclasses import dataclass

PLACES = (
    "王城大道", "唐宫西路", "纱厂南路", "九都路", "定鼎南路", "凯旋东路", "解放路", "行署路", "道北路", "春都路",
    "汉屯路", "邙岭路", "中州中路", "玻璃厂路", "健康东路", "金谷园路", "芳林路", "站前路", "洛浦路", "红山乡",
    "五女冢", "史家屯", "工业园东区", "工业园西区", "科技城一期", "科技城二期", "物流园北门", "机床厂家属院",
)  # fmt: skip
PRODUCTS = (
    "轴承", "钼丝", "耐火砖", "矿山机械", "农机配件", "玻璃制品", "铜板带", "模具", "液压阀", "变速箱", "牡丹饼",
    "面粉", "饮用水", "家具", "印刷包装", "化纤布料", "服装", "电缆", "光伏支架", "锂电隔膜", "单晶硅片", "电机",
    "无人机", "工业机器人", "齿轮", "钢结构", "商品混凝土", "涂料", "塑料管材", "医疗器械", "中药饮片", "仓储货架",
    "传感器", "软件", "激光设备", "阀门", "风机", "水泵", "玩具", "预制菜",
)  # fmt: skip
SYLLABLES = "鑫华瑞隆盛达恒泰宏远博源聚力中原金谷天一新安凯旋德宇诚信伊洛龙门万安"
OPENINGS = (
    "您好，",
    "领导您好，",
    "我们是{name}，",
    "我公司（{name}）位于{place}，",
    "{name}反映：",
    "我厂在{place}，主要做{product}，",
    "本企业从事{product}生产已有{n}年，",
    "我们公司有员工{big}人，",
    "反映一个情况，",
    "请帮忙协调一下，",
)
EFFECTS = (
    "已经影响到{n}条生产线",
    "{n}个车间停了工",
    "订单交不了货，客户要罚违约金",
    "工人只好放假",
    "每天损失约{big}万元",
    "外地客户来考察时印象很不好",
    "{product}的工期只剩{n}天",
    "资金周转不开",
    "机器空转，成本越来越高",
    "新招的{n}名工人没有活干",
)
HISTORY = (
    "之前打过{n}次电话，都说在研究",
    "{month}月份就提过，一直没有结果",
    "问了几个部门，都说不归他们管",
    "已经拖了{n}个月",
    "窗口让我们等通知",
    "去年同样的事也发生过",
    "材料交上去{n}天了",
    "登录系统看不到进度",
    "现场来人看过一次，之后没有下文",
)
REQUESTS = (
    "请尽快安排人来看看",
    "希望能给个明确的时间",
    "请问找谁办、要多久",
    "恳请协调解决",
    "请告知需要哪些材料",
    "希望特事特办",
    "请有关部门到现场办公",
    "盼复",
    "请给个书面答复",
    "希望一次说清楚",
)


@dataclass(frozen=True)
class Subject:
    """What appeals are about, how often, and the sentences that say it."""

    category: str
    weight: int
    sentences: tuple[str, ...]


SUBJECTS = (
    Subject(
        "power",
        16,
        (
            "厂区变压器容量不够，想申请用电增容到{big}千伏安",
            "{place}一带频繁停电，本月已停{n}次",
            "电压不稳，数控机床老是跳闸报警",
            "配电室进水，供电所说要自己修",
            "电费账单多收了{big}元，不知道怎么核对",
            "新建厂房的高压线路迟迟接不上",
            "光伏并网申请没有人受理",
        ),
    ),
    Subject(
        "water",
        9,
        (
            "{place}的自来水管爆了，全厂停水",
            "水压太低，三楼车间抽不上水",
            "水表读数不对，水费比上月多出{big}元",
            "新厂区给水接口没有预留",
            "水质发黄，{product}清洗不合格",
        ),
    ),
    Subject(
        "gas",
        5,
        (
            "天然气用气指标被压减，窑炉只能开{n}成",
            "燃气管道没有通到{place}",
            "停气检修没有提前通知",
            "工业用气价格比邻区高出{n}分钱",
        ),
    ),
    Subject(
        "heat",
        3,
        (
            "蒸汽压力不足，烘干线开不起来",
            "集中供热管网到不了{place}",
            "热费按面积收，空置车间也要交",
        ),
    ),
    Subject(
        "telecom",
        4,
        (
            "园区宽带经常断网，网速慢",
            "{place}手机信号弱，客户打不进来",
            "光纤入户要价太高，只有一家运营商",
        ),
    ),
    Subject(
        "land",
        6,
        (
            "{place}的地块拿下{n}年了，不动产证办不下来",
            "扩建需要用地指标{n}亩，没有着落",
            "土地性质变更卡在评估环节",
            "与邻厂的宗地界址有争议",
        ),
    ),
    Subject(
        "environment",
        7,
        (
            "环评批复等了{n}个月",
            "排污许可证到期换证，平台总提示退回",
            "附近搅拌站粉尘太大，{product}表面落灰",
            "错峰生产名单把我们误列进去了",
            "危废没有单位愿意来收，已堆了{n}吨",
        ),
    ),
    Subject(
        "finance",
        9,
        (
            "银行突然抽贷{big}万元，资金链紧张",
            "想办知识产权质押贷款，不知道找哪家",
            "续贷要先还本，过桥费用太高",
            "担保公司要求法人加保",
            "小微企业信用贷款额度降到{n}万",
        ),
    ),
    Subject(
        "tax",
        6,
        (
            "留抵退税申请{n}天没有进展",
            "研发费用加计扣除的口径说法不一",
            "发票额度不够用，月底开不出票",
            "税收优惠备案被退回",
        ),
    ),
    Subject(
        "arrears",
        6,
        (
            "{place}项目的工程款拖欠{big}万元",
            "国企拖着{product}货款不付，已过约定期{n}个月",
            "质保金到期不退",
            "对方用商票抵账，到期兑不出来",
        ),
    ),
    Subject(
        "payout",
        5,
        (
            "高新技术企业认定奖励一直没到账",
            "技改补贴公示完{n}个月了还没拨付",
            "招商时承诺的房租补贴没有兑现",
        ),
    ),
    Subject(
        "hiring",
        5,
        (
            "缺{n}名熟练技工，招聘会上招不到人",
            "普工流动太大，夜班缺人",
            "想和职业学校合办{product}订单班",
        ),
    ),
    Subject(
        "insurance",
        4,
        (
            "社保转移系统显示异常，{n}个人参不了保",
            "工伤认定材料交了没有回音",
            "补缴社保产生的滞纳金能否减免",
        ),
    ),
    Subject(
        "talent",
        3,
        ("引进的博士落户手续办不下来", "人才公寓排队{n}个月", "职称评审没有{product}专业"),
    ),
    Subject("schooling", 2, ("高管子女转学没有学位", "外地来的{n}名技术骨干子女入学材料不认")),
    Subject(
        "licensing",
        4,
        (
            "营业执照变更经营范围来回补正{n}次",
            "食品经营许可现场核查等了{n}天",
            "法人变更后许可证要重新办",
        ),
    ),
    Subject(
        "fire",
        3,
        ("消防验收提出整改，图纸找不到了", "消防通道被{place}的摊位占用", "喷淋水压不够，验收没过"),
    ),
    Subject(
        "traffic",
        5,
        (
            "{place}大货车限行，{product}运不出去",
            "上下班高峰厂门口堵车",
            "公交末班车太早，夜班工人回不了家",
            "路面坑洼，货车颠坏了{product}",
        ),
    ),
    Subject("security", 2, ("仓库{n}天内被盗两次，丢了{product}", "{place}有人堵门要账，影响出货")),
    Subject(
        "municipal",
        4,
        (
            "{place}下水道堵塞，雨天污水倒灌",
            "门前路灯坏了{n}盏，夜班工人摔伤",
            "垃圾清运不及时，夏天气味很大",
        ),
    ),
    Subject(
        "park",
        4,
        (
            "园区物业费涨到每平方米{n}元",
            "食堂和宿舍不够，{n}名工人在外租房",
            "厂房屋顶漏水，物业推给业主",
        ),
    ),
    Subject(
        "export",
        3,
        ("{product}出口报关单改单等了{n}天", "出口退税函调一直没回", "海外客户要的原产地证不会办"),
    ),
    Subject(
        "science",
        3,
        ("想找高校一起攻关{product}的技术难题", "科技型中小企业入库评价没通过，不知道原因"),
    ),
    Subject("contract", 2, ("与供应商的合同纠纷判决后执行不了", "{product}买方拒收，仲裁立不了案")),
)
_WEIGHTS = [subject.weight for subject in SUBJECTS]


def name_of(number: int) -> str:
    """The name of a sample enterprise."""
    chance = random.Random(f"enterprise {number}")
    word = "".join(chance.choice(SYLLABLES) for _ in range(2))
    return f"洛阳{word}{chance.choice(PRODUCTS)}有限公司"


def appeal(number: int, enterprises: int) -> tuple[str, int, str]:
    """The category, the enterprise (0 …) and the text of appeal `number`: some two hundred characters."""
    chance = random.Random(number)
    subject = chance.choices(SUBJECTS, _WEIGHTS)[0]
    enterprise = chance.randrange(enterprises)
    slots = {"name": name_of(enterprise), "place": "", "product": "", "n": 0, "big": 0, "month": 0}
    parts = [
        chance.choice(OPENINGS) + chance.choice(subject.sentences),
        *chance.sample(EFFECTS, 2),
        *chance.sample(subject.sentences, 2),
        *chance.sample(HISTORY, 3),
        *chance.sample(EFFECTS, 3),
        *chance.sample(REQUESTS, 2),
    ]
    said = []
    for part in parts:
        slots |= {
            "place": chance.choice(PLACES), "product": chance.choice(PRODUCTS),
            "n": chance.randint(2, 29), "big": chance.randint(30, 900), "month": chance.randint(1, 12),
        }  # fmt: skip
        said.append(part.format_map(slots))
    return subject.category, enterprise, "，".join(said[:3]) + "。" + "，".join(said[3:]) + "。"
