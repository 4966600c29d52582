package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonBackReference;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonIdentityReference;
import com.fasterxml.jackson.annotation.JsonManagedReference;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Annotations that say how objects refer to each other. */
final class ReferringValues {

    private ReferringValues() {}

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
    static class Identified implements Serializable {
        public int id;
        public List<Identified> others = new ArrayList<>();
    }

    static class RefersById implements Serializable {
        @JsonIdentityReference(alwaysAsId = true)
        public Identified identified;
    }

    static class Team implements Serializable {
        public String name = "none";

        @JsonManagedReference
        public List<Player> players = new ArrayList<>();
    }

    static class Player implements Serializable {
        public String name = "none";

        @JsonBackReference
        public Team team;
    }

    static List<Sample> samples() {
        Samples samples = new Samples("referring");
        samples.add("@JsonIdentityInfo", Identified.class, () -> {
                    Identified identified = new Identified();
                    identified.id = 7;
                    identified.others.add(identified);
                    return identified;
                })
                .add("@JsonIdentityInfo, two with one id", new TypeOf<List<Identified>>() {}, () -> {
                    Identified other = new Identified();
                    other.others.add(new Identified());
                    other.others.get(0).id = 7;
                    return List.of(new Identified(), other);
                })
                .add("@JsonIdentityReference, always as id", RefersById.class, () -> {
                    RefersById refers = new RefersById();
                    refers.identified = new Identified();
                    return refers;
                })
                .add("@JsonManagedReference", Team.class, ReferringValues::team)
                .add("@JsonBackReference", Player.class, () -> team().players.get(1))
                .add("@JsonBackReference to another", Team.class, () -> {
                    Team team = team();
                    team.players.get(0).team = new Team();
                    return team;
                });
        return samples.list();
    }

    private static Team team() {
        Team team = new Team();
        team.name = "a";
        for (int i = 0; i < 2; i++) {
            Player player = new Player();
            player.name = "p" + i;
            player.team = team;
            team.players.add(player);
        }
        return team;
    }
}
