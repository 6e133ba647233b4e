"""What those write who grew up with Vietnamese, Chinese or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from town.people.sayings.model import Intent

if TYPE_CHECKING:
    from collections.abc import Mapping

VIETNAMESE: Mapping[Intent, tuple[str, ...]] = {
    Intent.FINE: (
        "tôi khỏe",
        "Tôi vẫn khỏe, cảm ơn",
        "khỏe ạ",
        "dạ con khỏe",
        "toi khoe",
        "không sao đâu",
        "Mọi việc đều ổn",
        "ok",
        "Hôm nay tôi vẫn bình thường, cảm ơn đã hỏi thăm 😊",
    ),
    Intent.HELP: ("tôi bị ốm", "giúp tôi với", "Tôi đau bụng quá", "nhà hết gạo rồi"),
    Intent.URGENT: ("cứu tôi với", "Tôi bị ngã không đứng dậy được", "nhà tôi bị cháy"),
    Intent.AWAY: ("Tôi đang ở nhà con gái ở Seoul", "tôi về Việt Nam thăm mẹ rồi"),
    Intent.LATER: ("để sau nhé", "đang bận, lát nữa trả lời"),
    Intent.STOP: ("đừng gửi tin nhắn nữa",),
    Intent.SOMEBODY_ELSE: ("nhầm số rồi", "Tôi là hàng xóm, bà ấy ra chợ rồi"),
    Intent.CHAT: ("trời mưa to quá", "gì vậy?", "hôm nay tôi đi chợ"),
}
CHINESE: Mapping[Intent, tuple[str, ...]] = {
    Intent.FINE: (
        "我很好",
        "没事",
        "挺好的 谢谢",
        "一切都好",
        "身体很好",
        "好的 没问题",
        "我没事 放心吧",
        "吃得好睡得好 都挺好的",
        "👍",
    ),
    Intent.HELP: ("我生病了", "帮帮我", "腰疼得起不来", "家里没米了"),
    Intent.URGENT: ("救命", "我摔倒了 站不起来", "胸口疼 喘不上气"),
    Intent.AWAY: ("我在首尔女儿家", "回国探亲了"),
    Intent.LATER: ("等一下再说", "现在忙 晚点回复"),
    Intent.STOP: ("不要再发了",),
    Intent.SOMEBODY_ELSE: ("我是邻居 她出去了", "你发错人了"),
    Intent.CHAT: ("今天下雨", "什么意思?", "谢谢"),
}
ENGLISH: Mapping[Intent, tuple[str, ...]] = {
    Intent.FINE: (
        "I'm fine",
        "Im ok thx",
        "All good here, thank you",
        "yes, doing well",
        "fine",
        "Nothing to report, I am well",
        "👍",
        "Just had breakfast and did the washing. I'm fine, thanks for asking!",
    ),
    Intent.HELP: (
        "I need help",
        "my back hurts, I can't get up the stairs",
        "I'm sick",
        "the heating is broken and it's cold",
    ),
    Intent.URGENT: ("I fell and can't get up", "I can't breathe", "call an ambulance please"),
    Intent.AWAY: ("I'm at my son's in Seoul", "on holiday until Friday"),
    Intent.LATER: ("later", "I'm driving, will answer later"),
    Intent.STOP: ("please stop sending these",),
    Intent.SOMEBODY_ELSE: ("wrong number", "This is her neighbour, she went out"),
    Intent.CHAT: ("it's raining", "who is this?", "thank you"),
}
