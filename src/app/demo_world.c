/* SPDX-License-Identifier: MIT */
/* The demonstration alliance as it is drawn from a seed: practices with lists that grow, sites, and
 * the number of attendances of every practice, specialty and month. All in whole numbers. */

#include "app/demo_world.h"

#include "base/assert.h"
#include "value/date.h"

#include <stdio.h>

enum { PURPOSE_PRACTICES = 1, PURPOSE_LISTS = 2, PURPOSE_COUNTS = 3 };

#define SCALE_BITS 20u /* expected counts are held in 2^-20 */

/* The acute trust, the community trust, the GP company, and two independent providers. */
const char *const ac_demo_providers[AC_DEMO_PROVIDERS] = {"Z7A", "Z7C", "Z7G", "Z8T", "Z8K"};

const ac_demo_site ac_demo_sites[AC_DEMO_SITES] = {
    {"Z7A01", "Alderbrook General Hospital",        AC_DEMO_HOSPITAL,  0, 46},
    {"Z7A02", "Kingsmere Infirmary",                AC_DEMO_HOSPITAL,  0, 27},
    {"Z7A03", "Westfold Hospital",                  AC_DEMO_HOSPITAL,  0, 19},
    {"Z7A04", "Eastmarsh Treatment Centre",         AC_DEMO_HOSPITAL,  0, 8 },
    {"Z7A31", "Fernhill Health Centre",             AC_DEMO_COMMUNITY, 0, 9 },
    {"Z7C11", "Hollin Community Hospital",          AC_DEMO_COMMUNITY, 1, 18},
    {"Z7C12", "Marl Vale Community Hospital",       AC_DEMO_COMMUNITY, 1, 14},
    {"Z7C14", "Soarbank Health Centre",             AC_DEMO_COMMUNITY, 1, 11},
    {"Z7C17", "Thornby Lane Clinic",                AC_DEMO_COMMUNITY, 1, 8 },
    {"Z7G21", "Oakfold Health Centre",              AC_DEMO_COMMUNITY, 2, 15},
    {"Z7G22", "Bridge Meadow Health Centre",        AC_DEMO_COMMUNITY, 2, 12},
    {"Z7G25", "Wolds Edge Medical Centre",          AC_DEMO_COMMUNITY, 2, 8 },
    {"Z7G26", "Cutlers Row Health Centre",          AC_DEMO_COMMUNITY, 2, 5 },
    {"Z8T01", "an independent treatment centre",    AC_DEMO_ELSEWHERE, 3, 62},
    {"Z8K02", "an independent eye and skin clinic", AC_DEMO_ELSEWHERE, 4, 38},
};

static const char *const practice_names[AC_DEMO_PRACTICES] = {
    "Alder Lane Surgery",
    "Amberley Medical Centre",
    "Apple Tree Practice",
    "Ash Grove Surgery",
    "Aspen Health Centre",
    "Barley Field Surgery",
    "Beacon Hill Practice",
    "Beech House Surgery",
    "Bellflower Medical Centre",
    "Birch Court Surgery",
    "Blackthorn Practice",
    "Bluebell Health Centre",
    "Bracken Hill Surgery",
    "Bramble Way Practice",
    "Briar Cottage Surgery",
    "Brook End Medical Centre",
    "Bryony Road Surgery",
    "Buckthorn Practice",
    "Burdock Medical Centre",
    "Buttercup Lane Surgery",
    "Campion Health Centre",
    "Cedar Walk Surgery",
    "Celandine Practice",
    "Chaffinch Medical Centre",
    "Cherry Orchard Surgery",
    "Chestnut Row Practice",
    "Clover Field Surgery",
    "Columbine Health Centre",
    "Comfrey Lane Surgery",
    "Coppice Medical Centre",
    "Cornflower Practice",
    "Cowslip Meadow Surgery",
    "Crab Apple Surgery",
    "Curlew Health Centre",
    "Daisy Bank Practice",
    "Damson Court Surgery",
    "Dogwood Medical Centre",
    "Dove House Surgery",
    "Dunnock Lane Practice",
    "Elder Tree Surgery",
    "Elm Bank Health Centre",
    "Fallow Field Surgery",
    "Fennel Close Practice",
    "Fieldfare Medical Centre",
    "Firs Edge Surgery",
    "Flax Mill Practice",
    "Foxglove Health Centre",
    "Furze Hill Surgery",
    "Goldcrest Medical Centre",
    "Gorse Lane Practice",
    "Greenfinch Surgery",
    "Guelder Rose Surgery",
    "Harebell Health Centre",
    "Hawthorn View Practice",
    "Hazel Copse Surgery",
    "Heather Bank Medical Centre",
    "Hedgerow Surgery",
    "Heron Water Practice",
    "Holly Bush Surgery",
    "Honeysuckle Health Centre",
    "Hornbeam Practice",
    "Ivy Wall Surgery",
    "Jasmine Court Surgery",
    "Juniper Medical Centre",
    "Kestrel Way Practice",
    "Kingfisher Reach Surgery",
    "Laburnum Health Centre",
    "Lapwing Surgery",
    "Larch Avenue Practice",
    "Laurel Gate Surgery",
    "Lavender Row Medical Centre",
    "Lilac Tree Surgery",
    "Lime Kiln Practice",
    "Linnet Lane Surgery",
    "Magnolia Health Centre",
    "Mallow Field Surgery",
    "Maple Drive Practice",
    "Marigold Medical Centre",
    "Meadowsweet Surgery",
    "Medlar Close Practice",
    "Mulberry Yard Surgery",
    "Nightingale Copse Surgery",
    "Orchard Rise Health Centre",
    "Pear Tree Practice",
    "Plover Medical Centre",
    "Poplar Row Surgery",
    "Primrose Hill End Practice",
    "Quince House Surgery",
    "Rowan Bank Health Centre",
    "Skylark Surgery",
    "Sorrel Field Practice",
    "Teasel Medical Centre",
    "Willow Holt Surgery",
};

/* List sizes at nine even steps of the practices in order of size: few are large. */
static const uint32_t size_steps[] = {2000, 3100, 4300, 5600, 6900, 8300, 9900, 12600, 22000};

/* Appointments a year for ten thousand patients. */
static const uint32_t yearly_rates[AC_DEMO_SPECIALTIES] = {440, 680, 150, 190, 120, 90};

/* Per thousand of an even month's working day, from April. */
static const uint32_t seasons[12] = {990,  1000, 1010, 1005, 905,  1020,
                                     1025, 1040, 910,  1000, 1010, 1030};

/* Bank holidays of England, April 2013 to March 2017: year, month, day. */
static const uint16_t bank_holidays[][3] = {
    {2013, 4,  1 },
    {2013, 5,  6 },
    {2013, 5,  27},
    {2013, 8,  26},
    {2013, 12, 25},
    {2013, 12, 26},
    {2014, 1,  1 },
    {2014, 4,  18},
    {2014, 4,  21},
    {2014, 5,  5 },
    {2014, 5,  26},
    {2014, 8,  25},
    {2014, 12, 25},
    {2014, 12, 26},
    {2015, 1,  1 },
    {2015, 4,  3 },
    {2015, 4,  6 },
    {2015, 5,  4 },
    {2015, 5,  25},
    {2015, 8,  31},
    {2015, 12, 25},
    {2015, 12, 28},
    {2016, 1,  1 },
    {2016, 3,  25},
    {2016, 3,  28},
    {2016, 5,  2 },
    {2016, 5,  30},
    {2016, 8,  29},
    {2016, 12, 26},
    {2016, 12, 27},
    {2017, 1,  2 },
};

int ac_demo_year(size_t month)
{
    return 2013 + (int)((month + 3) / 12);
}

int ac_demo_month(size_t month)
{
    return (int)((month + 3) % 12) + 1;
}

static bool is_bank_holiday(int year, int month, int day)
{
    for (size_t i = 0; i < sizeof bank_holidays / sizeof bank_holidays[0]; i++) {
        const uint16_t *holiday = bank_holidays[i];
        if (holiday[0] == year && holiday[1] == month && holiday[2] == day) {
            return true;
        }
    }
    return false;
}

size_t ac_demo_working_days(size_t month, uint8_t days[31])
{
    int year = ac_demo_year(month);
    int in_year = ac_demo_month(month);
    accord_date first = {0};
    bool known = ac_date_of(year, in_year, 1, &first);
    ac_assert(known);
    size_t count = 0;
    for (int day = 1; day <= ac_days_in_month(year, in_year); day++) {
        int weekday = (first.day + day + 2) % 7; /* 0 is Monday: 1 January 1970 was a Thursday */
        if (weekday < 5 && !is_bank_holiday(year, in_year, day)) {
            days[count++] = (uint8_t)day;
        }
    }
    return count;
}

/* A place among the practices in order of size, in 2^-16 of all, as a list size. */
static uint32_t size_at(uint32_t place)
{
    uint32_t steps = (uint32_t)(sizeof size_steps / sizeof size_steps[0]) - 1;
    uint32_t at = place * steps;
    uint32_t step = at >> 16;
    uint32_t part = at & 0xFFFFu;
    return size_steps[step] + (((size_steps[step + 1] - size_steps[step]) * part) >> 16);
}

/* Puts 0 to AC_DEMO_PRACTICES - 1 in a random order. */
static void draw_order(ac_demo_random *random, uint32_t order[AC_DEMO_PRACTICES])
{
    for (uint32_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        uint32_t j = ac_demo_below(random, i + 1);
        order[i] = i;
        order[i] = order[j];
        order[j] = i;
    }
}

static void draw_practices(ac_demo_world *world)
{
    ac_demo_random random = ac_demo_random_of(world->seed, PURPOSE_PRACTICES);
    uint32_t by_size[AC_DEMO_PRACTICES];
    uint32_t by_commissioner[AC_DEMO_PRACTICES];
    draw_order(&random, by_size);
    draw_order(&random, by_commissioner);
    for (uint32_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        ac_demo_practice *practice = &world->practices[i];
        (void)snprintf(practice->code, sizeof practice->code, "Z9%04u", 1003 + 17 * i);
        practice->name = practice_names[i];
        practice->commissioner = by_commissioner[i] < AC_DEMO_WL ? "WL" : "ELR";
        uint32_t place =
            ((by_size[i] << 16) + ac_demo_below(&random, 1u << 16)) / AC_DEMO_PRACTICES;
        practice->list[0] = size_at(place);
        practice->uptake = (uint16_t)ac_demo_between(&random, 750, 1250);
        for (size_t s = 0; s < AC_DEMO_SPECIALTIES; s++) {
            int32_t one = ac_demo_between(&random, 380, 620);
            int32_t two = ac_demo_between(&random, 380, 620);
            practice->demand[s] = (uint16_t)(one + two);
        }
        practice->community[0] = (uint16_t)ac_demo_between(&random, 60, 110);
        practice->community[1] = (uint16_t)ac_demo_between(&random, 30, 70);
    }
}

/* Lists move by less than 3% in a quarter, in sum by about 0.9% a year; the weight of a list stays
 * with its practice. One practice in twenty has new houses near it. */
static void draw_lists(ac_demo_world *world)
{
    ac_demo_random random = ac_demo_random_of(world->seed, PURPOSE_LISTS);
    for (size_t i = 0; i < AC_DEMO_PRACTICES; i++) {
        ac_demo_practice *practice = &world->practices[i];
        int32_t trend = ac_demo_between(&random, -2500, 6000);
        if (ac_demo_below(&random, 20) == 0) {
            trend = ac_demo_between(&random, 10000, 16000);
        }
        int32_t weight = ac_demo_between(&random, 880, 1120);
        for (size_t q = 0; q < AC_DEMO_QUARTERS; q++) {
            if (q > 0) {
                int64_t growth = 1000000 + trend + ac_demo_between(&random, -3000, 3000);
                practice->list[q] = (uint32_t)(practice->list[q - 1] * growth / 1000000);
            }
            int64_t weighted = weight + ac_demo_between(&random, -2, 2);
            practice->weighted[q] = (uint32_t)(practice->list[q] * weighted / 1000);
        }
    }
}

/* Demand a head grows by 0.6% a year, the lists do the rest. */
static uint64_t
expected(const ac_demo_practice *practice, size_t specialty, size_t month, uint64_t working_days)
{
    uint64_t count = (uint64_t)yearly_rates[specialty] * practice->list[month / 3];
    count = (count << SCALE_BITS) / UINT64_C(120000);
    count = count * practice->demand[specialty] / 1000;
    count = count * seasons[month % 12] / 1000;
    count = count * working_days * 10 / 211; /* 21.1 in an even month */
    return count * (100000 + 50 * month) / 100000;
}

/* Counts of chances that are each small are nearly Poisson; the chance itself moves from month to
 * month, so that they spread wider than Poisson, as real ones do. */
static uint16_t draw_count(ac_demo_random *random, uint64_t mean)
{
    uint32_t moved = 800 + ac_demo_below(random, 201) + ac_demo_below(random, 201);
    mean = mean * moved / 1000;
    uint64_t chances = 8 * ((mean >> SCALE_BITS) + 1);
    uint64_t chance = (mean << (32 - SCALE_BITS)) / chances;
    uint16_t count = 0;
    for (uint64_t i = 0; i < chances; i++) {
        count = (uint16_t)(count + (ac_demo_draw(random) < chance ? 1 : 0));
    }
    return count;
}

static void draw_counts(ac_demo_world *world)
{
    ac_demo_random random = ac_demo_random_of(world->seed, PURPOSE_COUNTS);
    for (size_t month = 0; month < AC_DEMO_MONTHS; month++) {
        uint8_t days[31];
        size_t working_days = ac_demo_working_days(month, days);
        for (size_t s = 0; s < AC_DEMO_SPECIALTIES; s++) {
            uint64_t all = (uint64_t)ac_demo_between(&random, 985, 1015);
            for (size_t p = 0; p < AC_DEMO_PRACTICES; p++) {
                uint64_t mean = expected(&world->practices[p], s, month, working_days);
                uint16_t count = draw_count(&random, mean * all / 1000);
                world->attendances[month][p][s] = count;
                world->total += count;
            }
        }
    }
}

ac_demo_world *ac_demo_world_draw(ac_arena *arena, uint64_t seed)
{
    ac_demo_world *world = AC_NEW(arena, ac_demo_world);
    world->seed = seed;
    draw_practices(world);
    draw_lists(world);
    draw_counts(world);
    return world;
}
