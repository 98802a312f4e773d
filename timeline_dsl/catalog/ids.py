"""The catalogue's ids as type aliases. Written by `python -m timeline_dsl.catalog.aliases`."""

from typing import Literal

TransitionId = Literal[
    "directional", "directionalwipe", "wiperight", "wipeleft", "wipedown", "wipeup", "radial", "angular", "wind",
    "windowslice", "windowblinds", "bowTieVertical", "bowTieHorizontal", "doorway", "luma", "doomscreentransition_up",
    "doomscreentransition_down", "pinwheel", "randomsquares", "squareswire", "polka", "circlecrop", "circle",
    "circleopen", "zoomincircles", "heart", "polarfunction", "fade", "fadecolor", "fadegrayscale", "colordistance",
    "colorphase", "crosshatch", "hexagonalize", "pixelize", "perlin", "morph", "multiplyblend", "burn", "flyeye",
    "simplezoom", "dreamyzoom", "linearblur", "displacement", "swirl", "rotatescalefade", "squeeze", "swap",
    "bounce_up", "bounce_down", "cube", "gridflip", "mosaic", "kaleidoscope", "dreamy", "undulatingburnout",
    "crazyparametricfun", "ripple", "waterdrop", "crosswarp", "directionalwarp", "glitchmemories", "glitchdisplace",
] | str

FilterId = Literal[
    "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "pf1", "pf2", "pf3", "pf4", "pf5", "pf6", "pf7", "pf8", "pf9",
    "pfa", "pfb", "pfc", "pi1", "pi2", "pi3", "pi4", "pl1", "pl2", "pl3", "pl4", "pj1", "pj2", "pj3", "pj4", "delta",
    "electric", "faded", "slowlived", "tokoyo", "urbex", "warm", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "pv1",
    "pv2", "pv3", "pv4", "pv5", "pv6", "a1", "a2", "a3", "a4", "a5", "a6", "old_photo", "image_invert", "darkcorner",
    "strongcontrast", "memory_color", "castfilter", "comicstrip", "simplecrosshatch", "blackwhitesketch", "cartoon",
    "oldmovie_darkcorner", "color",
] | str

VFXId = Literal[
    "open", "close", "h_blur", "v_blur", "blur", "slightshake", "zoominout", "movie", "zoomslight", "zoom",
    "withcircleopen", "withcircleclose", "withcircleshake", "withcircleflashlight", "disappear", "shock", "bluropen",
    "blurclose", "photograph", "black", "blurring", "color_to_grey", "grey_to_color", "slightrectshow", "slightshow",
    "wipecross", "whiteshow", "image_in_image", "color_difference", "white", "minus_glitter", "jitter", "soulout",
    "scanlight", "swing", "heartbeat", "flashingscreen", "illusion", "segmentation", "neolighting", "curl", "shine",
    "smalljitter", "flashinglight", "windowblur", "windowblur2", "kaleidoscope", "moon_projection", "star_projection",
    "heart_projection", "sunset_projection", "carwindow_projection", "shinningstar_light", "anglelight",
    "darknight_rainbow", "fallingcircle", "lightcenter", "lightsweep", "moon", "rotationspotlight", "blackwhitetv",
    "edgescan", "oldtv", "oldtvshine", "nightvision", "tvshow", "fallingheart", "starfieldshinee", "starfieldshinee2",
    "fireworks", "heartsurround", "risingheartbubble", "starfield", "colorfulripples", "heartbubbleshinee",
    "starsparkle", "waterripple", "stormlaser", "simpleripple", "marquee", "livesplit", "splitstill2", "splitstill3",
    "splitstill4", "splitstill9", "splitstill6", "blackwhitesplit", "blurthreesplit", "colorful", "blackfade",
    "rainbowfilter", "movingrainbow", "discolights", "fisheye", "mosaic_rect", "planet", "heartfireworks",
    "colorfulradial", "meteorshower", "starry", "colorfulstarry", "moons_and_stars", "flyfire", "starexplosion",
    "spotfall", "sparklestarfield", "glass", "mask_circle", "mask_rec", "mask_linear", "mask_minor",
] | str

FontName = Literal[
    "AlibabaPuHuiTi", "Alibaba PuHuiTi", "FZFangSong-Z02S", "FZHei-B01S", "FZKai-Z03S", "FZShuSong-Z01S", "KaiTi",
    "Microsoft YaHei", "Roboto", "Roboto Bold", "SimSun", "SiYuan Heiti", "SiYuan SimSun", "WenQuanYi MicroHei",
    "WenQuanYi Zen Hei", "WenQuanYi Zen Hei Mono", "WenQuanYi Zen Hei Sharp", "Yuanti SC", "Yuanti SC Bold",
    "Yuanti SC Light", "Yuanti SC Regular", "HappyZcool-2016", "SimHei", "Alibaba PuHuiTi 2.0 65 Medium",
    "Alibaba PuHuiTi 2.0 95 ExtraBold",
] | str

VoiceId = Literal[
    "zhimiao_emo", "zhimi_emo", "zhibei_emo", "zhiyan_emo", "zhitian_emo", "zhitian", "zhiqing", "zhichu", "zhide",
    "zhifei", "zhijia", "zhilun", "zhinan", "zhiqi", "zhiqian", "zhiru", "zhiwei", "zhixiang", "abin", "zhixiaobai",
    "zhixiaoxia", "zhiya", "aixia", "aiyue", "aiya", "aijing", "aimei", "siyue", "aina", "aishuo", "aiyu", "xiaomei",
    "yina", "sijing", "zhiyuan", "zhiyue", "zhistella", "zhigui", "zhishuo", "zhida", "aiqi", "aicheng", "aijia",
    "siqi", "sijia", "mashu", "yuer", "ruoxi", "aida", "sicheng", "ninger", "xiaoyun", "xiaogang", "ruilin", "zhimao",
    "laomei", "laotie", "xiaoxian", "guijie", "stella", "maoxiaomei", "qiaowei", "ailun", "aifei", "yaqun", "stanley",
    "kenny", "rosa", "aitong", "aiwei", "jielidou", "xiaobei", "sitong", "aibao", "perla", "camila", "masha", "kyong",
    "tien", "tomoka", "tomoya", "indah", "farah", "tala", "ava", "luca", "luna", "emily", "eric", "annie", "andy",
    "abby", "lydia", "olivia", "wendy", "harry", "cuijie", "kelly", "jiajia", "dahu", "aikan", "taozi", "qingqing",
    "xiaoze", "shanshan", "chuangirl", "longwan", "longcheng", "longhua", "longxiaochun", "longxiaoxia",
    "longxiaocheng", "longxiaobai", "longlaotie", "longshu", "longshuo", "longjing", "longmiao", "longyue",
    "longyuan", "longfei", "longjielidou", "longtong", "longxiang", "loongstella", "loongbella", "longcheng_v2",
    "longhua_v2", "longshu_v2", "loongbella_v2", "longwan_v2", "longxiaochun_v2", "longxiaoxia_v2",
] | str

AvatarId = Literal[
    "fanyu-broadcast_standing", "fanyu-marketing_standing", "fanyu-sitting", "fanyu", "baihan-broadcast_standing",
    "baihan-marketing_standing", "baihan-sitting", "baihan", "boyuan-broadcast_standing", "boyuan-marketing_standing",
    "boyuan-sitting", "boyuan", "xinxin-broadcast_standing", "xinxin-marketing_standing", "xinxin-sitting", "xinxin",
    "robert_standing", "sarah_standing", "xiaoqu_business_sitting", "xiaoqu_business_standing",
    "xiaoqu_skirt_standing", "xiaoqu_tshirt_standing", "ziling_ancient_standing", "ziling_dress_standing",
    "ziling_skirt_standing",
] | str

EffectColorStyleId = Literal[
    "CS0001-000001", "CS0001-000002", "CS0001-000003", "CS0001-000004", "CS0001-000005", "CS0001-000006",
    "CS0001-000007", "CS0001-000008", "CS0001-000009", "CS0001-000010", "CS0001-000011", "CS0001-000012",
    "CS0001-000013", "CS0001-000014", "CS0001-000015", "CS0001-000016", "CS0002-000001", "CS0002-000002",
    "CS0002-000003", "CS0002-000004", "CS0002-000005", "CS0002-000006", "CS0002-000007", "CS0002-000008",
    "CS0002-000009", "CS0002-000010", "CS0002-000011", "CS0002-000012", "CS0002-000013", "CS0002-000014",
    "CS0002-000015", "CS0002-000016", "CS0003-000001", "CS0003-000002", "CS0003-000003", "CS0003-000004",
    "CS0003-000005", "CS0003-000006", "CS0003-000007", "CS0003-000008", "CS0003-000009", "CS0003-000010",
    "CS0003-000011", "CS0003-000012", "CS0003-000013", "CS0003-000014", "CS0003-000015", "CS0003-000016",
    "CS0003-000017", "CS0003-000018", "CS0003-000019", "CS0003-000020", "CS0003-000021", "CS0003-000022",
    "CS0003-000023", "CS0003-000024", "CS0003-000025", "CS0004-000001", "CS0004-000002", "CS0004-000003",
    "CS0004-000004", "CS0004-000005", "CS0004-000006", "CS0004-000007", "CS0004-000008", "CS0004-000009",
    "CS0004-000010", "CS0004-000011", "CS0004-000012", "CS0004-000013", "CS0004-000014", "CS0004-000015",
    "CS0004-000016", "CS0004-000017", "CS0004-000018", "CS0004-000019",
] | str

BubbleStyleId = Literal[
    "BS0001-000001", "BS0001-000002", "BS0001-000003", "BS0001-000004", "BS0001-000005", "BS0002-000001",
    "BS0002-000002", "BS0002-000003", "BS0002-000004", "BS0002-000005", "BS0003-000001", "BS0003-000002",
    "BS0003-000003", "BS0003-000004", "BS0003-000005", "BS0004-000001", "BS0004-000002", "BS0004-000003",
    "BS0004-000004", "BS0004-000005", "BS0005-000001", "BS0005-000002", "BS0005-000003", "BS0005-000004",
    "BS0005-000005", "BS0006-000001", "BS0006-000002", "BS0006-000003", "BS0006-000004", "BS0006-000005",
    "BS0007-000001", "BS0007-000002", "BS0007-000003",
] | str

RegionId = Literal[
    "cn-shanghai", "cn-beijing", "cn-hangzhou", "cn-shenzhen", "ap-southeast-1", "us-west-1", "cn-zhangjiakou",
    "eu-central-1", "me-east-1",
] | str

InMotionId = Literal[
    "blur_in", "wave_in", "scroll_right_in", "scroll_left_in", "heartjump_in", "musicjump_in", "rotateup_in",
    "close_in", "slingshot_in", "rotateflip_in", "elasticzoom_in", "zoom_in", "spring_in", "fade_in", "growth_in",
    "open_in", "dissovle_in", "zoomslightout_in", "zoomin_in", "zoomout_in", "angular_in", "rotate1_in", "rotate2_in",
    "brokentypewriter_in", "typewriter1_in", "typewriter2_in", "typewriter3_in", "slide_left_in", "slide_right_in",
    "slide_down_in", "slide_up_in", "sunrise_in", "wipe_left_in", "wipe_right_in", "wipe_down_in", "wipe_up_in",
] | str

OutMotionId = Literal[
    "blur_out", "wave_out", "scroll_right_out", "scroll_left_out", "rotatedown_out", "slingshot_out", "open_out",
    "rotateflip_out", "elasticzoom_out", "spring_out", "zoom_out", "fade_out", "growth_out", "close_out",
    "dissolve_out", "zoomslightout_out", "zoomin_out", "zoomout_out", "angular_out", "rotate1_out", "rotate2_out",
    "brokentypewriter_out", "typewriter1_out", "typewriter2_out", "typewriter3_out", "slide_left_out",
    "slide_right_out", "slide_up_out", "slide_down_out", "sunset_out", "wipe_left_out", "wipe_right_out",
    "wipe_up_out", "wipe_down_out",
] | str

LoopMotionId = Literal[
    "normal_display", "naughty_display", "zoomout_display", "colordiff_display", "heartbeat_display", "rock_display",
    "broken_display", "shake_display", "wave_display", "strongwave_display", "swag_display", "jump_display",
    "slightjump_display", "swing_display", "shine_display", "rotate_display", "clockswing_display",
    "rainbrush_display", "rollleft_display", "roll_display", "flip_display",
] | str

Alignment = Literal[
    "TopLeft", "TopCenter", "TopRight", "CenterLeft", "CenterCenter", "CenterRight", "BottomLeft", "BottomCenter",
    "BottomRight", "Left", "Center", "Right",
]

PictureAdaptMode = Literal[
    "Contain", "Cover", "Fill",
]

TextAdaptMode = Literal[
    "AutoWrap", "AutoScale", "AutoWrapAtSpaces", "AutoWrapAtSpacesStrict",
]
