import mongoose, { type Connection, Schema, type Types } from 'mongoose';
import { BACKENDS, errorOf, useStore } from '../support/test-store';

interface Person {
  name: string;
  email: string;
  age?: number;
  friends: Types.ObjectId[];
  address?: { city: string };
  labels?: Map<string, number>;
  price?: Types.Decimal128;
}

const personSchema = new Schema<Person>(
  {
    name: { type: String, required: true },
    email: { type: String, required: true, unique: true },
    age: Number,
    friends: [{ type: Schema.Types.ObjectId, ref: 'Person' }],
    address: new Schema({ city: String }, { _id: false }),
    labels: { type: Map, of: Number },
    price: Schema.Types.Decimal128,
  },
  { timestamps: true, optimisticConcurrency: true },
);

describe.each(BACKENDS)('mongoose: %s', (backend) => {
  const store = useStore(backend);
  let connection: Connection;
  const model = () => connection.model<Person>('Person', personSchema);

  beforeAll(async () => {
    connection = await mongoose.createConnection(store.uri, { dbName: 'mongoose' }).asPromise();
    await model().init();
  });
  beforeEach(() => model().deleteMany({}));
  afterAll(() => connection.close());

  it('creates, finds, saves and counts documents', async () => {
    const Person = model();
    const ann = await Person.create({
      name: 'Ann',
      email: 'a@x',
      address: { city: 'Rome' },
      labels: { a: 1 },
      price: '1.50',
    });
    expect(ann).toMatchObject({ createdAt: expect.any(Date) as Date });
    ann.age = 30;
    ann.labels?.set('b', 2);
    await ann.save();
    const found = await Person.findOne({ 'address.city': 'Rome', 'labels.b': 2 }).orFail();
    expect(found).toMatchObject({ age: 30, __v: 1 });
    expect(String(found.price)).toBe('1.50');
    expect(await Person.countDocuments({ age: { $gte: 30 } })).toBe(1);
    expect(await Person.exists({ name: 'Bob' })).toBeNull();
    expect(await Person.distinct('name')).toEqual(['Ann']);
  });

  it('builds its unique indexes and reports duplicates', async () => {
    const Person = model();
    await Person.create({ name: 'Ann', email: 'a@x' });
    expect(await errorOf(Person.create({ name: 'Bob', email: 'a@x' }))).toMatchObject({
      code: 11000,
      keyValue: { email: 'a@x' },
    });
    expect((await Person.listIndexes()).map(({ name }: { name: string }) => name)).toEqual(['_id_', 'email_1']);
    expect(await Person.syncIndexes()).toEqual([]);
  });

  it('populates references', async () => {
    const Person = model();
    const [ann, bob] = await Person.create([
      { name: 'Ann', email: 'a@x' },
      { name: 'Bob', email: 'b@x' },
    ]);
    await Person.updateOne({ _id: ann?._id }, { $push: { friends: bob?._id } });
    const found = await Person.findById(ann?._id).populate<{ friends: Person[] }>('friends').orFail();
    expect(found.friends.map(({ name }) => name)).toEqual(['Bob']);
  });

  it('notices a concurrent change', async () => {
    const Person = model();
    await Person.create({ name: 'Ann', email: 'a@x' });
    const [first, second] = [await Person.findOne().orFail(), await Person.findOne().orFail()];
    first.age = 1;
    await first.save();
    second.age = 2;
    expect(await errorOf(second.save())).toMatchObject({ name: 'VersionError' });
  });

  it('upserts, updates with a pipeline, and goes through cursors', async () => {
    const Person = model();
    const upserted = await Person.findOneAndUpdate(
      { email: 'c@x' },
      { $set: { name: 'Cid' } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(upserted).toMatchObject({ name: 'Cid', email: 'c@x' });
    await Person.updateMany({}, [{ $set: { age: { $add: [{ $ifNull: ['$age', 40] }, 1] } } }], {
      updatePipeline: true,
    });
    await Person.bulkWrite([{ insertOne: { document: { name: 'Dan', email: 'd@x', friends: [] } } }]);
    const names: string[] = [];
    for await (const person of Person.find().sort({ name: 1 }).cursor({ batchSize: 1 }))
      names.push(`${person.name} ${person.age ?? '-'}`);
    expect(names).toEqual(['Cid 41', 'Dan -']);
  });

  it('commits and aborts transactions', async () => {
    const Person = model();
    await connection.transaction(async (session) => {
      await Person.create([{ name: 'Ann', email: 'a@x' }], { session });
    });
    const failing = connection.transaction(async (session) => {
      await Person.create([{ name: 'Bob', email: 'b@x' }], { session });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await Person.distinct('name')).toEqual(['Ann']);
  });

  it('reads discriminators and aggregates', async () => {
    const Event = connection.model('Event', new Schema({ at: Date }, { discriminatorKey: 'kind' }));
    const Click = Event.discriminator('Click', new Schema({ url: String }));
    await Event.deleteMany({});
    await Event.create({ at: new Date(0) });
    await Click.create({ at: new Date(1), url: '/' });
    expect(await Click.countDocuments()).toBe(1);
    const grouped = await Event.aggregate<{ _id: string | null; n: number }>([
      { $group: { _id: '$kind', n: { $sum: 1 } } },
      { $sort: { _id: 1 } },
    ]);
    expect(grouped).toEqual([
      { _id: null, n: 1 },
      { _id: 'Click', n: 1 },
    ]);
  });
});
