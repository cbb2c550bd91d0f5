/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-airports.h"

#include <string.h>

/* Location identifiers of IATA by time zone. A flight's times are those of the airport's clocks. */
static const struct {
  const char *zone;
  const char *codes;
} zones[] = {
  { "Europe/Berlin",
    "BER FRA MUC HAM DUS CGN STR HAJ LEJ NUE DTM BRE DRS FMO FDH FKB SXF TXL HHN NRN" },
  { "Europe/Vienna", "VIE SZG INN GRZ LNZ KLU" },
  { "Europe/Zurich", "ZRH GVA BSL BRN LUG" },
  { "Europe/London", "LHR LGW STN LTN LCY MAN EDI GLA BHX BRS NCL LPL LBA ABZ BFS BHD SOU" },
  { "Europe/Dublin", "DUB ORK SNN" },
  { "Europe/Paris", "CDG ORY NCE LYS MRS TLS BOD NTE BVA SXB" },
  { "Europe/Amsterdam", "AMS EIN RTM" },
  { "Europe/Brussels", "BRU CRL ANR" },
  { "Europe/Luxembourg", "LUX" },
  { "Europe/Madrid", "MAD BCN AGP PMI VLC SVQ BIO ALC IBZ MAH" },
  { "Atlantic/Canary", "LPA TFS TFN ACE FUE" },
  { "Europe/Lisbon", "LIS OPO FAO FNC" },
  { "Europe/Rome", "FCO CIA MXP LIN BGY VCE NAP BLQ PSA CTA PMO FLR TRN VRN BRI" },
  { "Europe/Athens", "ATH SKG HER RHO CFU JTR CHQ JMK" },
  { "Europe/Copenhagen", "CPH BLL AAL" },
  { "Europe/Stockholm", "ARN GOT BMA NYO MMX" },
  { "Europe/Oslo", "OSL BGO TRD SVG TOS" },
  { "Europe/Helsinki", "HEL TMP" },
  { "Europe/Warsaw", "WAW KRK GDN WRO KTW POZ" },
  { "Europe/Prague", "PRG BRQ" },
  { "Europe/Budapest", "BUD" },
  { "Europe/Bucharest", "OTP CLJ" },
  { "Europe/Sofia", "SOF VAR" },
  { "Europe/Zagreb", "ZAG SPU DBV" },
  { "Europe/Ljubljana", "LJU" },
  { "Europe/Belgrade", "BEG" },
  { "Europe/Riga", "RIX" },
  { "Europe/Tallinn", "TLL" },
  { "Europe/Vilnius", "VNO" },
  { "Europe/Malta", "MLA" },
  { "Europe/Istanbul", "IST SAW AYT ADB ESB" },
  { "Atlantic/Reykjavik", "KEF RKV" },
  { "America/New_York",
    "JFK LGA EWR BOS PHL IAD DCA BWI ATL MIA FLL MCO TPA CLT RDU DTW PIT CLE BUF CVG IND" },
  { "America/Chicago", "ORD MDW DFW DAL IAH HOU AUS SAT MSP STL MCI MSY BNA MKE MEM" },
  { "America/Denver", "DEN SLC ABQ" },
  { "America/Phoenix", "PHX TUS" },
  { "America/Los_Angeles", "LAX SFO SJC OAK SAN SEA PDX LAS SMF BUR SNA ONT" },
  { "America/Anchorage", "ANC" },
  { "Pacific/Honolulu", "HNL OGG KOA LIH" },
  { "America/Toronto", "YYZ YUL YOW YTZ" },
  { "America/Vancouver", "YVR YYJ" },
  { "America/Edmonton", "YYC YEG" },
  { "America/Halifax", "YHZ" },
  { "America/Mexico_City", "MEX GDL" },
  { "America/Cancun", "CUN" },
  { "America/Sao_Paulo", "GRU CGH GIG SDU BSB" },
  { "America/Argentina/Buenos_Aires", "EZE AEP" },
  { "America/Bogota", "BOG MDE" },
  { "America/Lima", "LIM" },
  { "America/Santiago", "SCL" },
  { "Asia/Dubai", "DXB AUH DWC" },
  { "Asia/Qatar", "DOH" },
  { "Asia/Jerusalem", "TLV" },
  { "Africa/Cairo", "CAI HRG SSH" },
  { "Africa/Casablanca", "CMN RAK" },
  { "Africa/Tunis", "TUN" },
  { "Africa/Johannesburg", "JNB CPT DUR" },
  { "Africa/Nairobi", "NBO" },
  { "Africa/Lagos", "LOS ABV" },
  { "Africa/Addis_Ababa", "ADD" },
  { "Asia/Kolkata", "DEL BOM BLR MAA HYD CCU PNQ AMD COK GOI" },
  { "Asia/Bangkok", "BKK DMK HKT CNX" },
  { "Asia/Singapore", "SIN" },
  { "Asia/Kuala_Lumpur", "KUL PEN" },
  { "Asia/Jakarta", "CGK" },
  { "Asia/Makassar", "DPS" },
  { "Asia/Manila", "MNL CEB" },
  { "Asia/Ho_Chi_Minh", "SGN HAN DAD" },
  { "Asia/Hong_Kong", "HKG" },
  { "Asia/Taipei", "TPE TSA" },
  { "Asia/Shanghai", "PEK PKX PVG SHA CAN SZX CTU" },
  { "Asia/Tokyo", "NRT HND KIX ITM CTS FUK NGO OKA" },
  { "Asia/Seoul", "ICN GMP PUS CJU" },
  { "Australia/Sydney", "SYD CBR" },
  { "Australia/Melbourne", "MEL" },
  { "Australia/Brisbane", "BNE OOL CNS" },
  { "Australia/Perth", "PER" },
  { "Australia/Adelaide", "ADL" },
  { "Pacific/Auckland", "AKL CHC WLG ZQN" },
};

/* Airline designators of IATA. */
static const char airlines[] =
    " LH BA AF KL U2 FR EW W6 LX OS SN IB VY TP SK AY LO OK RO JU TK PC DL UA AA WN B6 AS NK F9 AC "
    "WS EK EY QR SV MS ET KQ SA RJ LY AI 6E UK SG SQ MH AK TG VN GA PR CX CI BR CA MU CZ HU NH JL "
    "KE "
    "OZ QF VA JQ NZ LA AM AV CM AR G3 AD BT DY D8 FI EI LS BY TB DE X3 XQ 4Y HV TO V7 A3 OA WF EN "
    "CL "
    "LG WK 2L VS LM BE QS FZ G9 XY WY KU GF AZ EJU DS HG ";

static gboolean
lists (const char *codes, const char *code)
{
  gsize n = strlen (code);

  for (const char *p = codes; (p = strstr (p, code)) != NULL; p++) {
    if ((p == codes || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_airport_get_zone:
 * @code: the three capitals of an airport
 *
 * Returns: (transfer none) (nullable): its time zone, %NULL if the airport is not known
 */
const char *
hearth_airport_get_zone (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (zones); i++) {
    if (lists (zones[i].codes, code))
      return zones[i].zone;
  }
  return NULL;
}

/**
 * hearth_airline_is_known:
 * @code: the two characters before the number of a flight
 *
 * Returns: whether an airline uses them
 */
gboolean
hearth_airline_is_known (const char *code)
{
  return lists (airlines, code);
}
