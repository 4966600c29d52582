package io.asynccpu.crossing;

import com.fasterxml.jackson.annotation.JsonIgnore;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Transient;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The domain of Spring's best-known sample, written as it is there. */
final class PetclinicValues {

    private PetclinicValues() {}

    @MappedSuperclass
    static class BaseEntity implements Serializable {
        @Id
        private Integer id;

        public Integer getId() {
            return id;
        }

        public void setId(Integer id) {
            this.id = id;
        }

        public boolean isNew() {
            return id == null;
        }
    }

    @MappedSuperclass
    static class NamedEntity extends BaseEntity {
        private String name;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name == null ? "<null>" : name;
        }
    }

    static class PetType extends NamedEntity {}

    static class Specialty extends NamedEntity {}

    static class Person extends BaseEntity {
        private String firstName;
        private String lastName;

        public String getFirstName() {
            return firstName;
        }

        public void setFirstName(String firstName) {
            this.firstName = firstName;
        }

        public String getLastName() {
            return lastName;
        }

        public void setLastName(String lastName) {
            this.lastName = lastName;
        }
    }

    static class Visit extends BaseEntity {
        private LocalDate date;
        private String description;

        Visit() {
            this.date = LocalDate.EPOCH;
        }

        public LocalDate getDate() {
            return date;
        }

        public void setDate(LocalDate date) {
            this.date = date;
        }

        public String getDescription() {
            return description;
        }

        public void setDescription(String description) {
            this.description = description;
        }
    }

    static class Pet extends NamedEntity {
        private LocalDate birthDate;
        private PetType type;
        private final Set<Visit> visits = new LinkedHashSet<>();

        public LocalDate getBirthDate() {
            return birthDate;
        }

        public void setBirthDate(LocalDate birthDate) {
            this.birthDate = birthDate;
        }

        public PetType getType() {
            return type;
        }

        public void setType(PetType type) {
            this.type = type;
        }

        public Collection<Visit> getVisits() {
            return visits;
        }

        public void addVisit(Visit visit) {
            getVisits().add(visit);
        }
    }

    @Entity
    static class Owner extends Person {
        private String address;
        private String city;
        private String telephone;

        @Transient
        private final List<Pet> pets = new ArrayList<>();

        public String getAddress() {
            return address;
        }

        public void setAddress(String address) {
            this.address = address;
        }

        public String getCity() {
            return city;
        }

        public void setCity(String city) {
            this.city = city;
        }

        public String getTelephone() {
            return telephone;
        }

        public void setTelephone(String telephone) {
            this.telephone = telephone;
        }

        public List<Pet> getPets() {
            return pets;
        }

        public void addPet(Pet pet) {
            if (pet.isNew()) {
                getPets().add(pet);
            }
        }

        public Pet getPet(String name) {
            return pets.stream()
                    .filter(pet -> name.equals(pet.getName()))
                    .findFirst()
                    .orElse(null);
        }

        public Pet getPet(Integer id) {
            return pets.stream()
                    .filter(pet -> id.equals(pet.getId()))
                    .findFirst()
                    .orElse(null);
        }
    }

    static class Vet extends Person {
        private Set<Specialty> specialties;

        protected Set<Specialty> getSpecialtiesInternal() {
            if (specialties == null) {
                specialties = new HashSet<>();
            }
            return specialties;
        }

        public List<Specialty> getSpecialties() {
            return getSpecialtiesInternal().stream()
                    .sorted(Comparator.comparing(NamedEntity::getName))
                    .collect(Collectors.toList());
        }

        @JsonIgnore
        public int getNrOfSpecialties() {
            return getSpecialtiesInternal().size();
        }

        public void addSpecialty(Specialty specialty) {
            getSpecialtiesInternal().add(specialty);
        }
    }

    static class Vets {
        private List<Vet> vets;

        public List<Vet> getVetList() {
            if (vets == null) {
                vets = new ArrayList<>();
            }
            return vets;
        }
    }

    static List<Sample> samples() {
        Samples samples = new Samples("petclinic");
        samples.add("Owner", Owner.class, PetclinicValues::owner)
                .add("Owner without pets", Owner.class, Owner::new)
                .add("Optional of an Owner", new TypeOf<Optional<Owner>>() {}, () -> Optional.of(owner()))
                .add("list of Owners", new TypeOf<List<Owner>>() {}, () -> List.of(owner(), owner()))
                .add("Pet", Pet.class, () -> owner().getPets().get(0))
                .add("PetType", PetType.class, () -> named(new PetType(), 2, "dog"))
                .add("map of Pets by type", new TypeOf<Map<PetType, List<Pet>>>() {}, () -> owner().getPets().stream()
                        .collect(Collectors.groupingBy(Pet::getType)))
                .add("Vet", Vet.class, PetclinicValues::vet)
                .add("Vet whose specialties nobody has asked for", Vet.class, Vet::new)
                .add("Vets", Vets.class, () -> {
                    Vets vets = new Vets();
                    vets.getVetList().add(vet());
                    return vets;
                })
                .add("Person that is an Owner", Person.class, PetclinicValues::owner)
                .add("NamedEntity that is a PetType", NamedEntity.class, () -> named(new PetType(), 2, "dog"));
        return samples.list();
    }

    private static <E extends NamedEntity> E named(E entity, int id, String name) {
        entity.setId(id);
        entity.setName(name);
        return entity;
    }

    private static Owner owner() {
        Owner owner = new Owner();
        owner.setId(1);
        owner.setFirstName("George");
        owner.setLastName("Franklin");
        owner.setAddress("110 W. Liberty St.");
        PetType dog = named(new PetType(), 2, "dog");
        for (String name : List.of("Max", "Leo")) {
            Pet pet = new Pet();
            pet.setName(name);
            pet.setType(dog);
            pet.setBirthDate(LocalDate.of(2020, 2, 29));
            Visit visit = new Visit();
            visit.setDescription("rabies shot");
            visit.setDate(LocalDate.of(2024, 1, 1));
            pet.addVisit(visit);
            owner.addPet(pet);
        }
        return owner;
    }

    private static Vet vet() {
        Vet vet = new Vet();
        vet.setId(3);
        vet.addSpecialty(named(new Specialty(), 1, "surgery"));
        vet.addSpecialty(named(new Specialty(), 2, "dentistry"));
        return vet;
    }
}
