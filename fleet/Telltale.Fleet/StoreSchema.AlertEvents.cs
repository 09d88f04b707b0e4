namespace Telltale.Fleet;

/// <content>From version 3 to version 4: names of the events of the uplink in the view for people.</content>
internal static partial class StoreSchema
{
    private const string AlertEvents = """
        DROP VIEW alerts;
        CREATE VIEW alerts AS
          SELECT alert.id, unit.unit_id, unit.label,
            strftime('%Y-%m-%dT%H:%M:%fZ', alert.time_ms / 1000.0, 'unixepoch') AS time,
            CASE alert.event WHEN 1 THEN 'trip_began' WHEN 2 THEN 'trip_ended' WHEN 3 THEN 'overspeed' WHEN 4 THEN 'harsh_acceleration' WHEN 5 THEN 'harsh_braking'
              WHEN 6 THEN 'harsh_cornering' WHEN 7 THEN 'excessive_idling' WHEN 8 THEN 'towing' WHEN 9 THEN 'supply_low' WHEN 10 THEN 'signal' WHEN 11 THEN 'private_mode'
              WHEN 12 THEN 'identity_in_use_elsewhere' WHEN 13 THEN 'trust_anchor_expiring'
              ELSE alert.event END AS event,
            alert.value, alert.limit_value, signal.name AS signal, alert.latitude_e7 / 1e7 AS latitude, alert.longitude_e7 / 1e7 AS longitude,
            alert.speed_mm_s / 1e3 AS speed_m_s, alert.trip, alert.distance_m
          FROM alert JOIN unit ON unit.id = alert.unit
            LEFT JOIN dictionary ON dictionary.unit = alert.unit AND dictionary.dictionary_id = alert.dictionary_id
            LEFT JOIN signal ON signal.dictionary = dictionary.id AND signal.position = alert.signal;
        """;
}
