"""The script that a GeoPandas and Folium user writes for a département: our rival in the bench.

It does less (no check, no circonscription cut in a shared commune, no report) and is written as
most such scripts are: one GeoJSON a layer, a marker a school, everything from the CDN.

    python bench/naive.py ANNUAIRE REGISTER COMMUNES.geojson OUT.html [DEPARTEMENT]

COMMUNES.geojson holds all the communes of France, as data.gouv.fr's contours-administratifs gives
them (`communes-50m.geojson`: one file for the country, properties `code, nom, departement, epci`).
"""

import sys

import folium
import geopandas as gpd
import pandas as pd

YES = {"oui", "o", "x", "1", "1.0"}


def read_schools(annuaire: str, register: str) -> gpd.GeoDataFrame:
    """Read the directory and tie the register to it by UAI."""
    schools = pd.read_csv(annuaire, sep=";", dtype=str)
    schools = schools[schools["Type_etablissement"] == "Ecole"]
    sheets = pd.read_excel(register, sheet_name=None, header=3, dtype=str)
    ent = pd.concat(sheets.values()).dropna(subset=["N° UAI\n(RNE)"])
    ent["uai"] = ent["N° UAI\n(RNE)"].str.strip().str.upper()
    ent["covered"] = ent["ENT (O/N)"].str.strip().str.lower().isin(YES)
    ent = ent.drop_duplicates("uai").set_index("uai")
    schools = schools.join(ent[["covered", "Solution"]], on="Identifiant_de_l_etablissement")
    schools["covered"] = schools["covered"].fillna(value=False).astype(bool)
    points = gpd.points_from_xy(
        schools["longitude"].astype(float), schools["latitude"].astype(float)
    )
    return gpd.GeoDataFrame(schools, geometry=points, crs=4326)


def main(annuaire: str, register: str, boundaries: str, out: str, departement: str = "35") -> None:
    """Read, and make the map of a département."""
    draw(read_schools(annuaire, register), gpd.read_file(boundaries), out, departement)


def draw(schools: gpd.GeoDataFrame, communes: gpd.GeoDataFrame, out: str, departement: str) -> None:
    """Make the map: three choropleths, a marker a school."""
    communes = communes[communes["departement"] == departement].copy()
    schools = gpd.sjoin(schools, communes[["code", "epci", "geometry"]])
    main_circo = schools.groupby("code")["nom_circonscription"].agg(lambda s: s.mode()[0])
    communes["circonscription"] = communes["code"].map(main_circo)
    layers = {
        "Circonscriptions": ("circonscription", "nom_circonscription"),
        "EPCI": ("epci", "epci"),
        "Communes": ("code", "code"),
    }
    page = folium.Map(location=[48.15, -1.65], zoom_start=9)
    for name, (key, school_key) in layers.items():
        zones = communes.dissolve(by=key).reset_index()[[key, "geometry"]]
        rate = (schools.groupby(school_key)["covered"].mean() * 100).reset_index()
        rate.columns = [key, "rate"]
        folium.Choropleth(
            geo_data=zones, data=rate, columns=[key, "rate"], key_on=f"feature.properties.{key}",
            fill_color="YlGnBu", name=name, legend_name=f"% d'écoles avec ENT ({name})",
        ).add_to(page)  # fmt: skip
    for _, school in schools.iterrows():
        folium.Marker(
            [school.geometry.y, school.geometry.x],
            popup=f"{school['Nom_etablissement']}<br>{school['Nom_commune']}<br>{school['Solution']}",
            tooltip=school["Nom_etablissement"],
            icon=folium.Icon(color="green" if school["covered"] else "red"),
        ).add_to(page)
    folium.LayerControl().add_to(page)
    page.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
