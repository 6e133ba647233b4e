"""Words that no resident, contact or helper shall read or hear (docs/care.md, section 10)."""

import re
from collections.abc import Mapping

from locales.model import Language

_UNKIND: Mapping[Language, str] = {
    Language.ko: (
        "사망|고독사|위험군|고위험|위기가구|취약계층|독거노인|사각지대|대상자|감시|모니터링|관제|점검|미응답"
        "|생존 ?확인|무연고|체납|응답하지 않|답하지 않|답이 없|받지 않으"
    ),
    Language.en: (
        r"\b(death|dead|died|dying|at[- ]risk|high[- ]risk|vulnerable|blind spots?|targets?|target"
        r" group|surveillance|monitor\w*|inspect\w*|control cent(re|er)|unanswered|no response"
        r"|not (answer|reply|respond)\w*|did(n't| not) (answer|reply|respond)|proof of life"
        r"|unclaimed|arrears|debts?|lives? alone|living alone)\b"
    ),
    Language.vi: (
        "tử vong|chết|qua đời|nguy cơ cao|hộ khủng hoảng|yếu thế|neo đơn|sống một mình|đối tượng"
        "|giám sát|theo dõi|kiểm tra|không trả lời|không phản hồi|còn sống|vô thừa nhận|nợ"
    ),
    Language.zh_Hans: (
        "死亡|去世|孤独死|高风险|高危|危机家庭|弱势|独居|盲区|死角|对象|监视|监控|监测|检查|管制"
        "|未回复|未应答|没有回复|没有回答|生存确认|无人认领|拖欠|欠费|滞纳"
    ),
}
_WELFARE: Mapping[Language, str] = {
    Language.ko: "복지|수급|기초생활",
    Language.en: r"\bwelfare|\bbenefits?\b",
    Language.vi: "phúc lợi|trợ cấp",
    Language.zh_Hans: "福利|低保",
}


def unkind_words(text: str, language: Language) -> tuple[str, ...]:
    """What in `text` must not be said to or about a resident, and every exclamation mark."""
    found = re.finditer(f"{_UNKIND[language]}|[!！]", text, re.IGNORECASE)
    return tuple(match[0] for match in found)


def revealing_words(text: str, language: Language) -> tuple[str, ...]:
    """What on a locked screen or a door would show that it is about welfare."""
    return tuple(match[0] for match in re.finditer(_WELFARE[language], text, re.IGNORECASE))
