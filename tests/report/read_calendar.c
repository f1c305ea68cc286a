/* SPDX-License-Identifier: MIT */
/* Reads calendars with libical and tells what it understood, for tests: a line for each event,
 * fields parted by tabs, moments as seconds of UTC by the rules in the file itself. Exits 1 where
 * libical finds a fault.
 *
 * usage: read_calendar FILE
 */

#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static char *read_all(const char *path)
{
    FILE *file = fopen(path, "rb");
    size_t most = 64u << 20;
    char *bytes = malloc(most + 1);
    if (bytes != NULL) {
        size_t size = file == NULL ? 0 : fread(bytes, 1, most, file);
        bytes[size] = '\0';
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return bytes;
}

static const char *text_of(icalcomponent *event, icalproperty_kind kind)
{
    icalproperty *property = icalcomponent_get_first_property(event, kind);
    const char *text = property == NULL ? NULL : icalproperty_get_value_as_string(property);
    return text == NULL ? "" : text;
}

/* By the VTIMEZONE of the file, not by the machine's; false where it has none for the event. */
static bool moment_of(icalcomponent *calendar, icalcomponent *event, time_t *moment)
{
    icalproperty *property = icalcomponent_get_first_property(event, ICAL_DTSTART_PROPERTY);
    icalparameter *zone = icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
    icaltimezone *rules =
        zone == NULL ? NULL : icalcomponent_get_timezone(calendar, icalparameter_get_tzid(zone));
    *moment =
        rules == NULL ? 0 : icaltime_as_timet_with_zone(icalproperty_get_dtstart(property), rules);
    return rules != NULL;
}

static bool tell(icalcomponent *calendar, icalcomponent *event)
{
    time_t starts = 0;
    icalproperty *length = icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
    if (length == NULL || !moment_of(calendar, event, &starts)) {
        return false;
    }
    int seconds = icaldurationtype_as_int(icalproperty_get_duration(length));
    printf(
        "%s\t%lld\t%lld\t%d\t%s\t%s\t%s\t%s\t%s\n", icalcomponent_get_uid(event), (long long)starts,
        (long long)starts + seconds, icalcomponent_get_sequence(event),
        text_of(event, ICAL_STATUS_PROPERTY), text_of(event, ICAL_SUMMARY_PROPERTY),
        text_of(event, ICAL_LOCATION_PROPERTY), text_of(event, ICAL_DESCRIPTION_PROPERTY),
        text_of(event, ICAL_DTSTAMP_PROPERTY));
    return true;
}

int main(int count, char **arguments)
{
    char *bytes = count == 2 ? read_all(arguments[1]) : NULL;
    icalcomponent *calendar = bytes == NULL ? NULL : icalparser_parse_string(bytes);
    bool good = calendar != NULL && icalcomponent_isa(calendar) == ICAL_VCALENDAR_COMPONENT &&
                icalcomponent_count_errors(calendar) == 0 && icalrestriction_check(calendar);
    icalcomponent *event =
        good ? icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT) : NULL;
    while (good && event != NULL) {
        good = tell(calendar, event);
        event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT);
    }
    if (calendar != NULL) {
        icalcomponent_free(calendar);
    }
    icaltimezone_free_builtin_timezones();
    free(bytes);
    return good ? 0 : 1;
}
