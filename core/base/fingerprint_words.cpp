#include "core/base/fingerprint_words.h"

#include <array>

namespace countersign {

namespace {

constexpr std::array<const char*, 256> kWords{
    "acorn", "actor", "agent", "alarm", "album", "amber", "anchor", "angel", "ankle", "apple", "apron", "arrow",
    "artist", "atlas", "attic", "autumn", "baker", "bamboo", "banana", "banjo", "barrel", "basket", "beacon",
    "beaver", "bishop", "blanket", "blossom", "bottle", "branch", "bronze", "bubble", "bucket", "butter", "button",
    "cabin", "cactus", "camel", "candle", "canoe", "canyon", "carbon", "cargo", "carpet", "carrot", "castle", "cedar",
    "cello", "cement", "chapel", "cherry", "chimney", "circle", "citrus", "clover", "cobalt", "coconut", "coffee",
    "comet", "copper", "coral", "cotton", "cowboy", "cradle", "crayon", "cricket", "crystal", "curtain", "daisy",
    "dancer", "desert", "diamond", "dinner", "doctor", "dolphin", "donkey", "dragon", "drummer", "eagle", "easel",
    "elbow", "ember", "engine", "falcon", "family", "farmer", "feather", "ferry", "fiddle", "finger", "flamingo",
    "forest", "fossil", "fountain", "galaxy", "garden", "garlic", "gazelle", "giant", "ginger", "glacier", "goblin",
    "granite", "guitar", "hammer", "harbor", "harvest", "hazel", "helmet", "hermit", "hockey", "honey", "horizon",
    "hunter", "iceberg", "igloo", "insect", "island", "ivory", "jacket", "jaguar", "jasmine", "jelly", "jewel",
    "jigsaw", "jungle", "kayak", "kernel", "kettle", "kingdom", "kitchen", "kitten", "ladder", "lagoon", "lantern",
    "lemon", "leopard", "letter", "lilac", "lizard", "lobster", "locket", "lotus", "lumber", "machine", "magnet",
    "mango", "maple", "marble", "market", "meadow", "melon", "meteor", "mirror", "monkey", "mosaic", "muffin",
    "mustard", "napkin", "needle", "nickel", "noodle", "nugget", "nutmeg", "oasis", "ocean", "olive", "onion",
    "orange", "orchid", "otter", "oxygen", "oyster", "paddle", "palace", "panther", "paper", "parrot", "peanut",
    "pebble", "pelican", "pencil", "pepper", "piano", "picnic", "pigeon", "pillow", "pilot", "pirate", "planet",
    "pocket", "polar", "poppy", "potato", "prairie", "pumpkin", "puppet", "puzzle", "quartz", "rabbit", "radio",
    "rainbow", "raven", "ribbon", "river", "robin", "rocket", "saddle", "saffron", "salmon", "sandal", "satin",
    "scooter", "shadow", "shovel", "silver", "sister", "spider", "spinach", "squirrel", "stable", "sunset", "swallow",
    "table", "tailor", "teapot", "temple", "thunder", "ticket", "tiger", "timber", "tomato", "tractor", "trumpet",
    "tulip", "tunnel", "turtle", "umbrella", "uncle", "valley", "vanilla", "velvet", "village", "violin", "volcano",
    "waffle", "wagon", "walnut", "walrus", "whistle", "willow", "window", "winter", "wizard", "yellow", "zebra",
    "zipper",
};

} // namespace

std::vector<std::string> fingerprintWords(Bytes fingerprint)
{
    std::vector<std::string> words;
    words.reserve(fingerprint.size());
    for (const std::uint8_t byte : fingerprint) words.emplace_back(kWords[byte]);
    return words;
}

} // namespace countersign
